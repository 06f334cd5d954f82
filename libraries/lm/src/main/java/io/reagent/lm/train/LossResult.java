package io.reagent.lm.train;

import java.util.List;

/**
 * A loss over examples.
 *
 * @param loss sum over the weighted tokens
 * @param examples in the order given
 * @param tokens positions computed; a beginning that several examples share may count once
 */
public record LossResult(double loss, List<Tokens> examples, LossMetrics metrics, int tokens) {
    public LossResult {
        examples = List.copyOf(examples);
    }

    /**
     * One example's targets, in its order.
     *
     * @param logprobs at temperature 1, in nats; NaN where not computed
     * @param losses what each added to the sum; 0 where it has no weight
     */
    public record Tokens(float[] logprobs, float[] losses) {}
}
