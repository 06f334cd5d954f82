package io.reagent.core.rl;

import io.reagent.core.agent.TokenSequence;
import java.util.Arrays;

/**
 * A sampled sequence as a policy loss reads it: position i predicts {@code targets[i]} from {@code inputs[..i]}. Tokens
 * the policy did not sample (prompts, tool results) have advantage 0, so they carry no loss.
 *
 * @param inputs token ids, all but the last of the sequence
 * @param targets token ids, all but the first
 * @param logprobs of the targets when they were sampled, in nats; 0 where they were not sampled
 * @param advantages of the targets, with every normalisation of the loss folded in
 * @param sampled which targets the policy sampled
 */
public record PolicyExample(int[] inputs, int[] targets, float[] logprobs, float[] advantages, boolean[] sampled) {
    /**
     * @param advantages one for each token of the sequence; the first is never read, since nothing predicts it
     * @throws IllegalArgumentException when lengths differ or there are fewer than two tokens
     */
    public static PolicyExample of(TokenSequence sequence, float[] advantages) {
        int length = sequence.tokens().length;
        if (length < 2 || advantages.length != length) {
            throw new IllegalArgumentException(
                    "a sequence of at least 2 tokens with an advantage for each is needed, had " + length
                            + " tokens and " + advantages.length + " advantages");
        }
        boolean[] sampled = Arrays.copyOfRange(sequence.sampled(), 1, length);
        float[] logprobs = Arrays.copyOfRange(sequence.logprobs(), 1, length);
        float[] shifted = Arrays.copyOfRange(advantages, 1, length);
        for (int i = 0; i < sampled.length; i++) {
            if (!sampled[i]) {
                logprobs[i] = 0;
                shifted[i] = 0;
            }
        }
        return new PolicyExample(
                Arrays.copyOf(sequence.tokens(), length - 1),
                Arrays.copyOfRange(sequence.tokens(), 1, length),
                logprobs,
                shifted,
                sampled);
    }

    /** Positions to compute. */
    public int length() {
        return inputs.length;
    }
}
