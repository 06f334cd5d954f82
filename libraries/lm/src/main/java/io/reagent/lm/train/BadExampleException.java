package io.reagent.lm.train;

import java.io.Serial;

/** An example that cannot be learned from; the message names the field, the index and what was expected. */
public final class BadExampleException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String field;

    BadExampleException(String field, String problem) {
        super(field + " " + problem);
        this.field = field;
    }

    /** The field at fault with its index, like {@code advantages[3]} or {@code examples[2].targets[7]}. */
    public String field() {
        return field;
    }
}
