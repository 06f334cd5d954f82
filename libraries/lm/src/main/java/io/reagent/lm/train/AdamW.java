package io.reagent.lm.train;

/**
 * AdamW (Loshchilov and Hutter, 2019), with the gradient's global norm clipped first.
 *
 * @param weightDecay decoupled decay, of every parameter or of matrices alone
 * @param decayVectors whether norms and biases decay too
 * @param clipNorm gradients are scaled down to this global L2 norm; 0 leaves them
 */
public record AdamW(
        double beta1, double beta2, double epsilon, double weightDecay, boolean decayVectors, double clipNorm) {
    /** What language models are commonly trained with. */
    public static final AdamW DEFAULT = new AdamW(0.9, 0.95, 1e-8, 0.1, false, 1.0);

    public AdamW {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException("beta1 and beta2 must be in [0, 1), were " + beta1 + " and " + beta2);
        }
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon must be positive, was " + epsilon);
        }
        if (!(weightDecay >= 0)) {
            throw new IllegalArgumentException("weight_decay must not be negative, was " + weightDecay);
        }
        if (!(clipNorm >= 0)) {
            throw new IllegalArgumentException("grad_clip_norm must not be negative, was " + clipNorm);
        }
    }
}
