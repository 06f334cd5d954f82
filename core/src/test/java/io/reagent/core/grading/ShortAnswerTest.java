package io.reagent.core.grading;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.world.LabelledTrajectory;
import io.reagent.core.world.Oracle;
import io.reagent.core.world.Split;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ShortAnswerTest {
    @Test
    void namesMatchWhateverTheirCaseArticlesAndPunctuation() {
        assertThat(ShortAnswer.same("the  Tol-var!", "Tolvar")).isTrue();
        assertThat(ShortAnswer.same("An old Mill", "old mill")).isTrue();
        assertThat(ShortAnswer.same("Tolvar", "Tolmir")).isFalse();
        assertThat(ShortAnswer.same("Tolvar is it", "Tolvar")).isFalse();
    }

    @Test
    void numbersMatchByValue() {
        assertThat(ShortAnswer.same("1,234.0", "1234")).isTrue();
        assertThat(ShortAnswer.same("+7", "7")).isTrue();
        // without their punctuation these would be equal
        assertThat(ShortAnswer.same("1.5", "15")).isFalse();
        assertThat(ShortAnswer.same("-15", "15")).isFalse();
    }

    @Test
    void aMessageWithoutAnAnswerIsWrong() {
        assertThat(ShortAnswer.correct(null, "12")).isFalse();
        assertThat(ShortAnswer.correct("\\boxed{ }", "12")).isFalse();
        assertThat(ShortAnswer.correct("It is 12, so I say \\boxed{ 12 }.", "12"))
                .isTrue();
    }

    @Test
    void anOraclesAnswersAreGradedAsItKnowsThem() {
        for (long seed = 0; seed < 300; seed++) {
            LabelledTrajectory drawn = Oracle.draw(seed, Split.HELD_OUT);
            Trajectory trajectory = drawn.trajectory();
            assertThat(ShortAnswer.correct(
                            Objects.requireNonNull(trajectory.answer()),
                            drawn.task().answer()))
                    .isEqualTo(drawn.correct());
        }
    }
}
