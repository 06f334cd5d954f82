package io.reagent.core.agent;

/**
 * The tokens of one turn.
 *
 * @param prompt ids the model was given
 * @param completion ids it sampled, a final stop token included
 * @param logprobs natural logarithms of the probabilities the ids were sampled with, one for each of {@code completion}
 */
public record SampledTokens(int[] prompt, int[] completion, float[] logprobs) {
    public SampledTokens {
        if (completion.length != logprobs.length) {
            throw new IllegalArgumentException("logprobs has " + logprobs.length + " entries for " + completion.length
                    + " tokens of completion; give one for each sampled token");
        }
        prompt = prompt.clone();
        completion = completion.clone();
        logprobs = logprobs.clone();
    }
}
