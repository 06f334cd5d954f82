package io.reagent.lm.generate;

import java.io.Serial;
import java.time.Duration;

/** The model's queue is full: nothing was accepted, try again later. */
public final class ModelBusyException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Duration expected;

    /** @param expected how long those that wait will take */
    public ModelBusyException(int queued, Duration expected) {
        super("the model's queue is full (" + queued + " requests waiting)");
        this.expected = expected;
    }

    /** When trying again makes sense. */
    public Duration expected() {
        return expected;
    }
}
