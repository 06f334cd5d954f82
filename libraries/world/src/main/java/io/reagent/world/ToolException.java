package io.reagent.world;

import java.io.Serial;

/** A tool call that failed; the message is what the agent gets to read. */
final class ToolException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    ToolException(String message) {
        super(message);
    }
}
