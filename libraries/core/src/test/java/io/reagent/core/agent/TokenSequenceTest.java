package io.reagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenSequenceTest {
    private static final float NAN = Float.NaN;

    @Test
    void turnsThatContinueOneAnotherAreOneSequence() {
        List<TokenSequence> joined = TokenSequence.join(List.of(
                new SampledTokens(new int[] {1, 2}, new int[] {3, 4}, new float[] {-0.1f, -0.2f}),
                new SampledTokens(new int[] {1, 2, 3, 4, 9, 9}, new int[] {5}, new float[] {-0.3f})));
        assertThat(joined).singleElement().satisfies(sequence -> {
            assertThat(sequence.tokens()).containsExactly(1, 2, 3, 4, 9, 9, 5);
            assertThat(sequence.sampled()).containsExactly(false, false, true, true, false, false, true);
            assertThat(sequence.logprobs()).containsExactly(NAN, NAN, -0.1f, -0.2f, NAN, NAN, -0.3f);
            assertThat(sequence.sampledCount()).isEqualTo(3);
        });
    }

    @Test
    void aRewrittenPromptBeginsANewSequenceAndNoTokenIsSampledTwice() {
        List<TokenSequence> joined = TokenSequence.join(List.of(
                new SampledTokens(new int[] {1}, new int[] {7, 3}, new float[] {-1, -2}),
                new SampledTokens(new int[] {1, 3, 9}, new int[] {4}, new float[] {-3}),
                new SampledTokens(new int[] {1, 3, 9, 4, 8}, new int[] {5}, new float[] {-4})));
        assertThat(joined).hasSize(2);
        assertThat(joined.get(0).tokens()).containsExactly(1, 7, 3);
        assertThat(joined.get(1).tokens()).containsExactly(1, 3, 9, 4, 8, 5);
        assertThat(joined.get(1).sampled()).containsExactly(false, false, false, true, false, true);
        assertThat(joined.stream().mapToInt(TokenSequence::sampledCount).sum()).isEqualTo(4);
    }

    @Test
    void logprobsMustMatchTheCompletion() {
        assertThatThrownBy(() -> new SampledTokens(new int[] {1}, new int[] {2, 3}, new float[] {-1}))
                .hasMessageContaining("logprobs has 1 entries for 2 tokens");
    }
}
