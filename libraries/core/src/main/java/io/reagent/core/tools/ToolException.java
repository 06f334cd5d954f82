package io.reagent.core.tools;

import java.io.Serial;

/** A call that could not be carried out; the message is what the model reads: what is wrong and what to do instead. */
public final class ToolException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public ToolException(String message) {
        super(message);
    }

    public ToolException(String message, Throwable cause) {
        super(message, cause);
    }
}
