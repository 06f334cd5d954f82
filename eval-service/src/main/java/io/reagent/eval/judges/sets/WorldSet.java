package io.reagent.eval.judges.sets;

import io.reagent.core.hash.Sha256;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.eval.labels.Label;
import io.reagent.world.Flaw;
import io.reagent.world.FlawType;
import io.reagent.world.LabelledTrajectory;
import io.reagent.world.Oracle;
import io.reagent.world.Split;
import io.reagent.world.Task;
import io.reagent.world.TaskGenerator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The made-up world's own labelled attempts: tasks whose names and phrasings no shipped model was trained on, each attempted
 * by the oracle once soundly and up to three times with a flaw, every type of flaw in turn. Always the same ones.
 */
public final class WorldSet {
    /** By which it is asked for. */
    public static final String NAME = "world";

    private static final int TASKS = 200;
    private static final int FLAWED = 3;
    private static final String ORACLE = "oracle";
    private static final String SPLIT = "held_out";

    private WorldSet() {}

    /** Its attempts; {@code source} is the flaw, or {@code sound}. */
    public static JudgeSet read(Subset subset, long seed) {
        List<LabelledAttempt> all = new ArrayList<>();
        for (long number = 0; number < TASKS; number++) {
            List<LabelledTrajectory> attempts = attempts(number);
            for (int i = 0; i < attempts.size(); i++) {
                all.add(labelled(SPLIT + "/" + number + "/" + i, SPLIT + "/" + number, attempts.get(i)));
            }
        }
        List<LabelledAttempt> taken =
                all.stream().filter(one -> subset.takes(SPLIT, one.source())).toList();
        List<LabelledAttempt> drawn = subset.draw(taken, seed);
        Map<String, Integer> leftOut = new TreeMap<>();
        if (taken.size() < all.size()) {
            leftOut.put("not in the subset", all.size() - taken.size());
        }
        if (drawn.size() < taken.size()) {
            leftOut.put("not drawn", taken.size() - drawn.size());
        }
        return new JudgeSet(NAME, checksum(all), drawn, leftOut);
    }

    private static List<LabelledTrajectory> attempts(long number) {
        Task task = TaskGenerator.generate(number, Split.HELD_OUT);
        FlawType[] types = FlawType.values();
        List<LabelledTrajectory> attempts = new ArrayList<>();
        attempts.add(Oracle.clean(task, number));
        for (int i = 0; i < types.length && attempts.size() <= FLAWED; i++) {
            FlawType type = types[(int) ((number * FLAWED + i) % types.length)];
            LabelledTrajectory flawed = Oracle.flawed(task, type, number * types.length + i);
            if (flawed != null) {
                attempts.add(flawed);
            }
        }
        return attempts;
    }

    private static LabelledAttempt labelled(String id, String task, LabelledTrajectory attempt) {
        String source = attempt.flaws().isEmpty()
                ? "sound"
                : attempt.flaws().getFirst().type().verdict();
        List<@Nullable Boolean> steps = steps(attempt);
        Label label = new Label(
                ORACLE,
                attempt.correct(),
                steps,
                Label.firstError(steps),
                attempt.score(),
                attempt.task().answer(),
                null,
                SPLIT,
                source);
        return new LabelledAttempt(id, Lines.attempt(attempt.trajectory(), task), source, List.of(label));
    }

    /** The answer is the step after the last; flaws count them from 1. */
    private static List<@Nullable Boolean> steps(LabelledTrajectory attempt) {
        Trajectory trajectory = attempt.trajectory();
        List<@Nullable Boolean> steps =
                new ArrayList<>(Collections.nCopies(trajectory.steps().size() + 1, Boolean.TRUE));
        for (Flaw flaw : attempt.flaws()) {
            steps.set(flaw.step() - 1, false);
        }
        return steps;
    }

    private static String checksum(List<LabelledAttempt> all) {
        StringBuilder text = new StringBuilder("world version " + TaskGenerator.VERSION);
        for (LabelledAttempt one : all) {
            Label label = one.labels().getFirst();
            text.append('\n').append(one.attempt().hash()).append(' ').append(label.verdict());
            text.append(' ').append(label.score()).append(' ').append(label.firstError());
        }
        return Sha256.hex(text.toString());
    }
}
