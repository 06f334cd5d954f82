package io.reagent.training.rollouts;

import io.reagent.core.agent.TokenSequence;
import java.util.ArrayList;
import java.util.List;

/** Token sequences as columns, one after the other. */
record TokenColumns(Integer[] tokens, Boolean[] sampled, Float[] logprobs, Integer[] lengths) {
    static TokenColumns of(List<TokenSequence> sequences) {
        List<Integer> tokens = new ArrayList<>();
        List<Boolean> sampled = new ArrayList<>();
        List<Float> logprobs = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (TokenSequence sequence : sequences) {
            int[] ids = sequence.tokens();
            boolean[] mask = sequence.sampled();
            float[] values = sequence.logprobs();
            for (int i = 0; i < ids.length; i++) {
                tokens.add(ids[i]);
                sampled.add(mask[i]);
                logprobs.add(values[i]);
            }
            lengths.add(ids.length);
        }
        return new TokenColumns(
                tokens.toArray(Integer[]::new),
                sampled.toArray(Boolean[]::new),
                logprobs.toArray(Float[]::new),
                lengths.toArray(Integer[]::new));
    }

    List<TokenSequence> sequences() {
        List<TokenSequence> sequences = new ArrayList<>();
        int from = 0;
        for (int length : lengths) {
            int[] ids = new int[length];
            boolean[] mask = new boolean[length];
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                ids[i] = tokens[from + i];
                mask[i] = sampled[from + i];
                values[i] = logprobs[from + i];
            }
            sequences.add(new TokenSequence(ids, mask, values));
            from += length;
        }
        return sequences;
    }
}
