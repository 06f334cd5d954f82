package io.reagent.training.runs;

import io.reagent.core.rl.LearningRate;

/**
 * How weights move.
 *
 * @param clipLow the ratio may fall by this before its gradient stops: epsilon_low
 * @param clipHigh and rise by this: epsilon_high
 * @param kl beta, the weight of the divergence from the base model; 0 for none
 * @param epochs passes over a step's rollouts
 * @param miniBatch tasks of one optimizer step
 * @param batchTokens positions sent to the server in one call
 * @param gradClip norm that gradients are scaled down to
 * @param weightDecay AdamW's
 */
public record Learning(
        LearningRate rate,
        double clipLow,
        double clipHigh,
        double kl,
        int epochs,
        int miniBatch,
        int batchTokens,
        double gradClip,
        double weightDecay) {
    /** Least ratio that is not clipped. */
    public double ratioLow() {
        return 1 - clipLow;
    }

    /** Greatest ratio that is not clipped. */
    public double ratioHigh() {
        return 1 + clipHigh;
    }
}
