package io.reagent.lm.train;

import java.util.stream.IntStream;

/** Which targets are computed. */
public enum Positions {
    /** Those with a weight: what learning needs. */
    WEIGHTED,
    /** All, so that every target's logprob is known. */
    ALL;

    int[] of(Example example) {
        float[] weights = example.weights();
        return IntStream.range(0, weights.length)
                .filter(i -> this == ALL || weights[i] != 0)
                .toArray();
    }
}
