package io.reagent.core.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.reagent.core.agent.SampledTokens;
import io.reagent.core.agent.TokenSequence;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossShareTest {
    /** Prompt 5 6, sampled 7 8; tool result 9, sampled 3. */
    private static final TokenSequence TWO_TURNS = TokenSequence.join(List.of(
                    new SampledTokens(new int[] {5, 6}, new int[] {7, 8}, new float[] {-0.5f, -0.25f}),
                    new SampledTokens(new int[] {5, 6, 7, 8, 9}, new int[] {3}, new float[] {-1})))
            .getFirst();

    @Test
    void tokensShareTheirRolloutsAdvantageAndRolloutsTheirStage() {
        // A = 2 over 3 own tokens, 4 rollouts of a stage, 2 stages: 2 / 24
        float[] folded = new LossShare(3, 4, 2).advantages(2, TWO_TURNS.logprobs(), null, TWO_TURNS.sampled(), 0);

        float each = 2f / 24;
        assertThat(folded).containsExactly(0, 0, each, each, 0, each);
    }

    @Test
    void theSumOverTokensIsTheMeanOverRolloutsOfTheMeanOverTokens() {
        // at ratio 1 the objective is the sum of the folded advantages: rollouts of 3 and 1 tokens, A = 2 and -1
        double sum = 3 * 2 * new LossShare(3, 2, 1).perToken() + 1 * -1 * new LossShare(1, 2, 1).perToken();

        assertThat(sum).isCloseTo((2.0 - 1.0) / 2, within(1e-12));
    }

    @Test
    void driftFromTheReferenceIsPenalisedTokenByToken() {
        float[] reference = {Float.NaN, -1, -1, -0.25f, Float.NaN, -2};

        // beta 0.5: log differences 0.5, 0, 1 take 0.25, 0, 0.5 from A = 1, shared by 3 tokens
        float[] folded =
                new LossShare(3, 1, 1).advantages(1, TWO_TURNS.logprobs(), reference, TWO_TURNS.sampled(), 0.5);

        assertThat(folded[2]).isCloseTo(0.25f, within(1e-6f));
        assertThat(folded[3]).isCloseTo(1 / 3f, within(1e-6f));
        assertThat(folded[5]).isCloseTo(0.5f / 3, within(1e-6f));
    }

    @Test
    void whatTheToolsReturnedCarriesNoLoss() {
        PolicyExample example = PolicyExample.of(TWO_TURNS, new float[] {0, 9, 1, 2, 9, 3});

        assertThat(example.inputs()).containsExactly(5, 6, 7, 8, 9);
        assertThat(example.targets()).containsExactly(6, 7, 8, 9, 3);
        assertThat(example.advantages()).containsExactly(0, 1, 2, 0, 3);
        assertThat(example.logprobs()).containsExactly(0, -0.5f, -0.25f, 0, -1);
        assertThat(example.sampled()).containsExactly(false, true, true, false, true);
    }

    @Test
    void misalignedArraysAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PolicyExample.of(TWO_TURNS, new float[5]));
        assertThatIllegalArgumentException().isThrownBy(() -> new LossShare(3, 1, 1)
                .advantages(1, new float[6], new float[5], TWO_TURNS.sampled(), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new LossShare(0, 1, 1));
    }

    @Test
    void driftIsMeasuredOnSampledTokensAlone() {
        PolicyExample example = PolicyExample.of(TWO_TURNS, new float[] {0, 0, 1, 1, 0, -1});
        PolicyDrift.Sums sums = new PolicyDrift.Sums(0.8, 1.28);

        // ratios exp(0.5) = 1.6487 (clipped: A > 0), 1, exp(-1) = 0.3679 (clipped: A < 0)
        sums.add(example, new float[] {-9, 0, -0.25f, -9, -2});
        PolicyDrift drift = sums.means();

        assertThat(drift.tokens()).isEqualTo(3);
        assertThat(drift.meanRatio()).isCloseTo((1.64872 + 1 + 0.36788) / 3, within(1e-5));
        assertThat(drift.clipFraction()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(drift.klV1()).isCloseTo((-0.5 - 0 + 1) / 3, within(1e-6));
        assertThat(drift.klV3()).isCloseTo((0.14872 + 0 + 0.36788) / 3, within(1e-5));
        assertThat(drift.surprise()).isCloseTo((0 + 0.25 + 2) / 3, within(1e-6));
    }
}
