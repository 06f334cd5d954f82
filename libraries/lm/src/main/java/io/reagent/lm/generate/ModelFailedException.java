package io.reagent.lm.generate;

import java.io.Serial;

/** The native engine failed while this generation ran; the model goes on with the next ones. */
public final class ModelFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    ModelFailedException(Throwable cause) {
        super("the model failed: " + cause.getMessage(), cause);
    }
}
