package io.reagent.lm.generate;

/** Why a generation ended. */
public enum FinishReason {
    /** A stop token or a stop string was reached. */
    STOP,
    /** {@code maxTokens} or the model's context was used up. */
    LENGTH,
    /** The caller cancelled it; what was generated until then is kept. */
    CANCELLED
}
