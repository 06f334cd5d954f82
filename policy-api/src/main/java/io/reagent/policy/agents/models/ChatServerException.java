package io.reagent.policy.agents.models;

import java.io.Serial;

/** A chat server that gave no turn; the message says what it said. */
final class ChatServerException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final boolean passing;

    /** @param passing whether asking again may help */
    ChatServerException(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    boolean passing() {
        return passing;
    }
}
