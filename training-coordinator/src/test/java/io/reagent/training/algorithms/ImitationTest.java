package io.reagent.training.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImitationTest {
    private final Imitation sft = new Imitation();

    @Test
    void everyLearnedTokenOfTheStepWeighsTheSame() {
        // 3 learned tokens in the step, 2 here and 1 in another conversation: a third each
        assertThat(sft.weights(new boolean[] {false, false, true, true}, 3)).containsExactly(0, 1f / 3, 1f / 3);
        assertThat(sft.weights(new boolean[] {false, true, false}, 3)).containsExactly(1f / 3, 0);
    }

    @Test
    void theFirstTokenIsPredictedByNothing() {
        assertThat(sft.weights(new boolean[] {true, true}, 1)).containsExactly(1);
    }

    @Test
    void itMakesNoRollouts() {
        assertThat(sft.stages()).isEmpty();
        assertThat(sft.asksJudge()).isFalse();
        assertThat(sft.defaults()).isEqualTo(new Algorithm.Defaults(1e-5, 0.28, 64, 1));
    }
}
