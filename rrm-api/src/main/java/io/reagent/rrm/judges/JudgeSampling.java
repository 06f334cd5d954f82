package io.reagent.rrm.judges;

/**
 * How a judge's model writes, every value settled.
 *
 * @param temperature 0 writes the most likely judgement
 * @param topP nucleus, 1 keeps all
 * @param maxTokens the most tokens written before the judgement counts as truncated
 * @param seed of the random numbers when the temperature is above 0
 */
public record JudgeSampling(double temperature, double topP, int maxTokens, long seed) {
    /** The temperature of a second attempt: a greedy one would write the same unusable text again. */
    private static final double RETRY_TEMPERATURE = 0.6;

    /** Differs from this in what it will write: another seed, and never greedy. */
    JudgeSampling forAttempt(int attempt) {
        return attempt == 0
                ? this
                : new JudgeSampling(
                        Math.max(temperature, RETRY_TEMPERATURE), topP, maxTokens, seed + 1_000_003L * attempt);
    }

    JudgeSampling withMaxTokens(int tokens) {
        return new JudgeSampling(temperature, topP, tokens, seed);
    }
}
