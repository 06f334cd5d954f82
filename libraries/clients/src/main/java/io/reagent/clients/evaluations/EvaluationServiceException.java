package io.reagent.clients.evaluations;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** eval-service did not do what it was asked. */
public final class EvaluationServiceException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** What is wrong. */
    public enum Kind {
        /** It does not answer now; trying again helps. */
        AWAY,
        /** It refuses what it is asked; asking again does not help. */
        REFUSED,
        /** It refuses whoever asks: it wants another key. */
        TURNED_AWAY,
        /** What answers at its address does not answer as it does; it may be something in between, and pass. */
        GARBLED
    }

    EvaluationServiceException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
