package io.reagent.text;

import java.io.Serial;

/** A tokenizer or chat template that cannot be used: the message names the file or line, what is wrong and what to do. */
public final class TokenizerException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public TokenizerException(String message) {
        super(message);
    }

    public TokenizerException(String message, Throwable cause) {
        super(message, cause);
    }
}
