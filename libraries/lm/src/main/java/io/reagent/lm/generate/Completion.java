package io.reagent.lm.generate;

import java.util.List;

/**
 * A finished generation.
 *
 * @param tokens every generated token, a final stop token included
 * @param text the tokens decoded, without stop tokens and cut before a stop string
 * @param finishReason why it ended
 * @param promptTokens length of the prompt
 * @param prompt logprobs of the prompt's tokens from the second on, if they were asked for
 * @param reusedTokens tokens whose keys and values were there already from another sequence
 * @param timings how long it took
 */
public record Completion(
        List<GeneratedToken> tokens,
        String text,
        FinishReason finishReason,
        int promptTokens,
        List<PromptToken> prompt,
        int reusedTokens,
        Timings timings) {
    public Completion {
        tokens = List.copyOf(tokens);
        prompt = List.copyOf(prompt);
    }

    /** The ids of its tokens. */
    public int[] ids() {
        return tokens.stream().mapToInt(GeneratedToken::id).toArray();
    }

    /** The log probabilities of its tokens at temperature 1, whatever they were drawn at. */
    public float[] logprobs() {
        float[] logprobs = new float[tokens.size()];
        for (int i = 0; i < logprobs.length; i++) {
            logprobs[i] = tokens.get(i).logprob();
        }
        return logprobs;
    }

    /** Nanoseconds since the request was submitted: until it joined the batch, until its first token, until its end. */
    public record Timings(long queued, long firstToken, long total) {}
}
