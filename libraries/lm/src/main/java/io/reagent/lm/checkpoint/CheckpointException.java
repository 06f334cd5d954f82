package io.reagent.lm.checkpoint;

import java.io.Serial;

/** A checkpoint directory that cannot be used: the message names the file or tensor, what was expected and what was found. */
public final class CheckpointException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
