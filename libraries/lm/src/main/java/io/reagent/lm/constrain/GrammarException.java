package io.reagent.lm.constrain;

import java.io.Serial;

/** A regular expression or schema that cannot be enforced: the message names the place, what is wrong and what to do. */
public final class GrammarException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public GrammarException(String message) {
        super(message);
    }
}
