package io.reagent.lm.checkpoint;

/** How rotary frequencies are stretched beyond the trained length; the names are Hugging Face's {@code rope_type}. */
public sealed interface RopeScaling {
    /** Unscaled. */
    record Default() implements RopeScaling {}

    /** Every frequency divided by {@code factor}. */
    record Linear(double factor) implements RopeScaling {}

    /**
     * The base grows with the sequence once it is longer than {@code originalContext}, which is the model's context: the
     * longest sequence that is taken, so that what one is computed with never depends on the length of another.
     */
    record Dynamic(double factor, int originalContext) implements RopeScaling {}

    /** Llama 3: low frequencies divided, high kept, a smooth band between. */
    record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalContext)
            implements RopeScaling {}

    /** YaRN: a ramp between interpolated and kept frequencies, and attention scaled by {@code attentionFactor}. */
    record Yarn(
            double factor,
            double betaFast,
            double betaSlow,
            int originalContext,
            double attentionFactor,
            boolean truncate)
            implements RopeScaling {}
}
