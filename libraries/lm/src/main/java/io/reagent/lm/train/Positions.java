package io.reagent.lm.train;

import java.util.stream.IntStream;

/** Which positions' targets are computed. */
public enum Positions {
    /** Those with a target that has a weight: what learning needs. */
    WEIGHTED,
    /** All, so that every target's logprob is known. */
    ALL;

    int[] of(Example example) {
        float[] weights = example.weights();
        int each = example.each();
        return IntStream.range(0, example.length())
                .filter(i -> this == ALL || weighted(weights, i * each, (i + 1) * each))
                .toArray();
    }

    private static boolean weighted(float[] weights, int from, int to) {
        return IntStream.range(from, to).anyMatch(i -> weights[i] != 0);
    }
}
