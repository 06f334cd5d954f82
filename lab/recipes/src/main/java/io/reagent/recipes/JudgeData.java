package io.reagent.recipes;

import io.reagent.core.trajectory.Trajectory;
import io.reagent.world.Attacks;
import io.reagent.world.FlawType;
import io.reagent.world.LabelledTrajectory;
import io.reagent.world.Oracle;
import io.reagent.world.Split;
import java.util.List;
import java.util.SplittableRandom;

/** The endless stream of training trajectories: what number {@code n} is depends on {@code n} alone. */
final class JudgeData {
    private static final double ATTACKED = 0.25;
    private static final double REWORDED = 0.5;

    /** Flaws seen only by comparing two values: the hardest to learn, so a quarter of all examples has no others. */
    private static final List<FlawType> DIFFERENCES = List.of(
            FlawType.MISREAD_RESULT, FlawType.CONTRADICTION, FlawType.ARITHMETIC_SLIP, FlawType.INVENTED_ARGUMENT);

    /** Calls told apart only by what was asked before: another quarter. */
    private static final List<FlawType> CALLS =
            List.of(FlawType.NEEDLESS_CALL, FlawType.REPEATED_CALL, FlawType.MISSING_CALL);

    private JudgeData() {}

    /** A trajectory as shown, perhaps attacked, and what a judge should say of it. */
    record Shown(Trajectory trajectory, LabelledTrajectory labelled) {}

    /**
     * Example {@code number} of the first phase, or of the second, in which a quarter has sums done in the head and half
     * are about which calls are needed.
     */
    static Shown training(long number, boolean refine) {
        LabelledTrajectory labelled =
                refine ? refining(number) : Oracle.draw(number, Split.TRAIN, among(Math.floorMod(number, 4)));
        SplittableRandom random = new SplittableRandom(number);
        Trajectory trajectory = labelled.trajectory();
        if (random.nextDouble() < REWORDED) {
            trajectory = Noise.reword(trajectory, random);
        }
        if (random.nextDouble() < ATTACKED) {
            trajectory = random.nextBoolean()
                    ? Attacks.inject(trajectory, random.nextLong(), Split.TRAIN)
                    : Attacks.inject(trajectory, Noise.sentence(random), random);
        }
        return new Shown(trajectory, labelled);
    }

    private static List<FlawType> among(int kind) {
        return switch (kind) {
            case 0 -> DIFFERENCES;
            case 1 -> CALLS;
            default -> List.of(FlawType.values());
        };
    }

    private static LabelledTrajectory refining(long number) {
        int kind = Math.floorMod(number, 4);
        LabelledTrajectory drawn = Oracle.draw(number, Split.TRAIN, among(kind == 2 ? 1 : kind));
        for (long other = 1; kind == 0 && !drawn.reasoning().contains("add "); other++) {
            drawn = Oracle.draw(number + (other << 40), Split.TRAIN, DIFFERENCES);
        }
        return drawn;
    }
}
