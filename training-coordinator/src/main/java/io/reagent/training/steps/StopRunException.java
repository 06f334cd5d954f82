package io.reagent.training.steps;

/** A run must not go on, for a reason that a person has to look at. */
public final class StopRunException extends RuntimeException {
    public StopRunException(String reason) {
        super(reason);
    }

    public StopRunException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
