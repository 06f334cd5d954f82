package io.reagent.training.engine;

import org.jspecify.annotations.Nullable;

/**
 * Settings of one optimizer step, by the protocol's names.
 *
 * @param gradClipNorm the norm gradients are scaled down to, or null for none; servers may ignore it
 */
public record AdamParams(
        double learningRate,
        double beta1,
        double beta2,
        double eps,
        double weightDecay,
        @Nullable Double gradClipNorm) {
    /** AdamW with the usual betas and no decay; gradients clipped at norm 1, as the published scripts do. */
    public static AdamParams of(double learningRate) {
        return new AdamParams(learningRate, 0.9, 0.95, 1e-8, 0, 1.0);
    }
}
