package io.reagent.clients.chat;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A chat server that gave no completion; the message says what it said. */
public final class ChatServerException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final transient @Nullable Duration retryAfter;

    /** What is wrong. */
    public enum Kind {
        /** It has too much to do, or too many requests wait for it here. */
        BUSY,
        /** It does not answer, breaks off, or answers with a server's error. */
        DOWN,
        /** What it answers is not the protocol's JSON, or far too much of it. */
        GARBLED,
        /** The prompt does not fit into the model's context. */
        TOO_LONG,
        /** It refuses what it is sent: a wrong key, an unknown model. Trying again does not help. */
        REFUSED
    }

    public ChatServerException(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** How long the server asks to be left alone, or null. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Whether the same request may be answered later. */
    public boolean passing() {
        return kind == Kind.BUSY || kind == Kind.DOWN;
    }
}
