package io.reagent.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.trajectory.Step;
import io.reagent.core.trajectory.ToolCall;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OracleTest {
    private static List<LabelledTrajectory> draws(Split split, int count) {
        return LongStream.range(0, count)
                .mapToObj(seed -> Oracle.draw(seed, split))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aReaderOfTheTextAloneFindsExactlyTheLabelledFlaws(Split split) {
        List<LabelledTrajectory> disagreeing = draws(split, 3000).stream()
                .filter(drawn ->
                        !new TextOnlyChecker(drawn.trajectory()).flaws().equals(drawn.flaws()))
                .toList();
        assertThat(disagreeing)
                .as(() -> disagreeing.size() + ", such as "
                        + disagreeing.getFirst().trajectory() + "\n"
                        + disagreeing.getFirst().reasoning() + "\nread as "
                        + new TextOnlyChecker(disagreeing.getFirst().trajectory()).flaws())
                .isEmpty();
    }

    @Test
    void cleanTrajectoriesReachTheReferenceAnswer() {
        for (long seed = 0; seed < 300; seed++) {
            LabelledTrajectory clean = Oracle.clean(TaskGenerator.generate(seed, Split.TRAIN), seed);
            assertThat(clean.correct()).isTrue();
            assertThat(clean.flaws()).isEmpty();
            assertThat(clean.score()).isEqualTo(1.0);
        }
    }

    @Test
    void everyResultIsWhatTheToolsReturn() {
        for (LabelledTrajectory drawn : draws(Split.TRAIN, 200)) {
            WorldTools tools = new WorldTools(drawn.task().encyclopaedia());
            for (Step step : drawn.trajectory().steps()) {
                for (ToolCall call : step.calls()) {
                    assertThat(tools.call(call.name(), call.arguments())).isEqualTo(call.result());
                }
            }
        }
    }

    @Test
    void drawsAreDeterministicAndMixEveryFlawWithCleanRuns() {
        List<LabelledTrajectory> drawn = draws(Split.HELD_OUT, 1500);
        assertThat(Oracle.draw(7, Split.HELD_OUT)).isEqualTo(drawn.get(7));
        Set<FlawType> seen = EnumSet.noneOf(FlawType.class);
        drawn.forEach(one -> one.flaws().forEach(flaw -> seen.add(flaw.type())));
        assertThat(seen).isEqualTo(EnumSet.allOf(FlawType.class));
        assertThat(drawn.stream().filter(one -> one.flaws().isEmpty()).count()).isBetween(500L, 700L);
    }

    @Test
    void theCritiqueNeverTellsTheReferenceAnswer() {
        for (LabelledTrajectory drawn : draws(Split.TRAIN, 1000)) {
            String withoutSteps = drawn.critique().replaceAll("Step \\d+", "");
            assertThat(withoutSteps).doesNotContainPattern("\\b" + drawn.task().answer() + "\\b");
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachTypeCanBeAskedForAlone(FlawType type) {
        LabelledTrajectory flawed = null;
        for (long seed = 0; flawed == null; seed++) {
            flawed = Oracle.flawed(TaskGenerator.generate(seed, Split.TRAIN), type, seed);
        }
        assertThat(flawed.flaws()).singleElement().extracting(Flaw::type).isEqualTo(type);
        assertThat(flawed.score()).isEqualTo(flawed.flaws().getFirst().factor());
        assertThat(flawed.critique()).contains(type.wording());
    }
}
