package io.reagent.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.world.FlawType;
import io.reagent.world.LabelledTrajectory;
import io.reagent.world.Oracle;
import io.reagent.world.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedFlawTest {
    @Test
    void everyOracleCritiqueNamesExactlyItsFlaws() {
        for (long seed = 0; seed < 500; seed++) {
            LabelledTrajectory drawn = Oracle.draw(seed, Split.TRAIN);
            int steps = drawn.trajectory().steps().size();
            assertThat(NamedFlaw.in(drawn.critique()))
                    .isEqualTo(drawn.flaws().stream()
                            .map(flaw -> NamedFlaw.of(flaw, steps))
                            .toList());
        }
    }

    @Test
    void aFlawOfTheAnswerHasNoStep() {
        assertThat(NamedFlaw.in("The answer comes too early: go on. Step 12 repeats an earlier call."))
                .isEqualTo(List.of(
                        new NamedFlaw(FlawType.PREMATURE_ANSWER, NamedFlaw.ANSWER),
                        new NamedFlaw(FlawType.REPEATED_CALL, 12)));
    }
}
