package io.reagent.dialogue;

import java.io.Serial;

/** A run has outgrown its model's context. */
public final class PromptTooLongException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    PromptTooLongException(int tokens, int context) {
        super("the prompt has " + tokens + " tokens or more and the model takes " + context
                + "; ask a shorter question or lower limits.context_tokens");
    }
}
