package io.reagent.dialogue;

import java.io.Serial;

/**
 * A chat template that a run cannot be held with: it writes calls in a way not known here, refuses the run's messages, or
 * does not let a turn be followed by its results. No other run with it will do better.
 */
public final class UnfitTemplateException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** @param message for people */
    public UnfitTemplateException(String message) {
        super(message);
    }

    UnfitTemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
