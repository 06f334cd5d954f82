package io.reagent.training.algorithms;

import java.util.List;

/**
 * Supervised learning of given answers. The loss is the mean over all tokens that are learned in a step, whichever
 * conversation they are of: {@code L = -1/N sum_t log pi(t)}, with N learned tokens.
 */
public record Imitation() implements Algorithm {
    @Override
    public String wireName() {
        return "sft";
    }

    @Override
    public Defaults defaults() {
        return new Defaults(1e-5, 0.28, 64, 1);
    }

    @Override
    public List<Stage> stages() {
        return List.of();
    }

    @Override
    public Algorithm with(AlgorithmOptions options) {
        return this;
    }

    /**
     * What the targets of a sequence weigh.
     *
     * @param said which tokens of the sequence are learned; the first is never read, since nothing predicts it
     * @param learned N: tokens that are learned in the step
     * @return one weight for each token but the first
     */
    public float[] weights(boolean[] said, int learned) {
        float[] weights = new float[said.length - 1];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = said[i + 1] ? 1f / learned : 0;
        }
        return weights;
    }
}
