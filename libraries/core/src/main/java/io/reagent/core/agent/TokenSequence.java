package io.reagent.core.agent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tokens to train on, exactly as the model had and gave them.
 *
 * @param tokens ids, prompts and completions of one or more turns
 * @param sampled which of them the policy sampled; only these carry loss
 * @param logprobs of the sampled ones at sampling time; NaN elsewhere
 */
public record TokenSequence(int[] tokens, boolean[] sampled, float[] logprobs) {
    public TokenSequence {
        if (tokens.length != sampled.length || tokens.length != logprobs.length) {
            throw new IllegalArgumentException("tokens, sampled and logprobs have lengths " + tokens.length + ", "
                    + sampled.length + " and " + logprobs.length + "; they must be aligned");
        }
        tokens = tokens.clone();
        sampled = sampled.clone();
        logprobs = logprobs.clone();
    }

    /**
     * The turns of a run as the fewest sequences. A turn whose prompt begins with all that came before continues the
     * sequence; where it does not (a chat template dropped old thoughts, results were shortened) a new one begins. Each
     * sampled token is marked in exactly one.
     */
    public static List<TokenSequence> join(List<SampledTokens> turns) {
        List<TokenSequence> sequences = new ArrayList<>();
        for (SampledTokens turn : turns) {
            TokenSequence before = sequences.isEmpty() ? null : sequences.getLast();
            if (before != null && before.begins(turn.prompt())) {
                sequences.set(sequences.size() - 1, before.then(turn));
            } else {
                sequences.add(new TokenSequence(new int[0], new boolean[0], new float[0]).then(turn));
            }
        }
        return sequences;
    }

    private boolean begins(int[] prompt) {
        return prompt.length >= tokens.length && Arrays.equals(prompt, 0, tokens.length, tokens, 0, tokens.length);
    }

    private TokenSequence then(SampledTokens turn) {
        int[] prompt = turn.prompt();
        int[] completion = turn.completion();
        int[] all = Arrays.copyOf(prompt, prompt.length + completion.length);
        boolean[] mask = Arrays.copyOf(sampled, all.length);
        float[] probabilities = Arrays.copyOf(logprobs, all.length);
        Arrays.fill(probabilities, logprobs.length, all.length, Float.NaN);
        for (int i = 0; i < completion.length; i++) {
            all[prompt.length + i] = completion[i];
            mask[prompt.length + i] = true;
            probabilities[prompt.length + i] = turn.logprobs()[i];
        }
        return new TokenSequence(all, mask, probabilities);
    }

    /** How many tokens the policy sampled. */
    public int sampledCount() {
        int count = 0;
        for (boolean one : sampled) {
            count += one ? 1 : 0;
        }
        return count;
    }
}
