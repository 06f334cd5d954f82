package io.reagent.clients.judge;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The judge's service gave no answer to what it was asked, whatever the trajectory. */
public final class JudgeException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final transient @Nullable Duration retryAfter;

    /** What is wrong. */
    public enum Kind {
        /** It does not judge now; trying again helps. */
        AWAY,
        /** What answers at its address does not answer as rrm-api does; it may be something in between, and pass. */
        GARBLED,
        /** It refuses what it is asked, such as an unknown judge; asking again does not help. */
        REFUSED,
        /** It refuses whoever asks: it wants another key. */
        TURNED_AWAY
    }

    JudgeException(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public JudgeException(Kind kind, String message) {
        this(kind, message, null, null);
    }

    public Kind kind() {
        return kind;
    }

    /** How long the service asks to be left alone, or null. */
    @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
