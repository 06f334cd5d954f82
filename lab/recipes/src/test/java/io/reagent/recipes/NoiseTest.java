package io.reagent.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.trajectory.Trajectory;
import io.reagent.world.Attribute;
import io.reagent.world.LabelledTrajectory;
import io.reagent.world.Oracle;
import io.reagent.world.Split;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NoiseTest {
    private static final String ATTRIBUTES =
            Stream.of(Attribute.values()).map(Attribute::word).collect(Collectors.joining("|"));

    @Test
    void rewordingKeepsEveryNameNumberAndAttributeInItsPlace() {
        SplittableRandom random = new SplittableRandom(1);
        int changed = 0;
        for (long seed = 0; seed < 300; seed++) {
            LabelledTrajectory drawn = Oracle.draw(seed, Split.TRAIN);
            Trajectory reworded = Noise.reword(drawn.trajectory(), random);
            assertThat(evidence(reworded, drawn)).isEqualTo(evidence(drawn.trajectory(), drawn));
            assertThat(reworded.steps().stream().map(step -> step.calls()))
                    .containsExactlyElementsOf(drawn.trajectory().steps().stream()
                            .map(step -> step.calls())
                            .toList());
            changed += reworded.equals(drawn.trajectory()) ? 0 : 1;
        }
        assertThat(changed).isGreaterThan(280);
    }

    private static List<String> evidence(Trajectory trajectory, LabelledTrajectory drawn) {
        String names = drawn.task().encyclopaedia().entries().stream()
                .map(entry -> entry.name())
                .collect(Collectors.joining("|"));
        String said = trajectory.question() + " "
                + trajectory.steps().stream().map(step -> step.thought()).collect(Collectors.joining(" ")) + " "
                + trajectory.answer();
        return Pattern.compile("\\b(?:" + names + "|" + ATTRIBUTES + "|\\d+)\\b")
                .matcher(said)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void sentencesAreLikeNoOthers() {
        SplittableRandom random = new SplittableRandom(2);
        assertThat(Stream.generate(() -> Noise.sentence(random)).limit(500).distinct())
                .hasSizeGreaterThan(490);
    }
}
