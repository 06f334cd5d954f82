package io.reagent.training.judging;

/** What answers at the judge's address does not answer as rrm-api does; it may be something in between, and pass. */
public final class JudgeGarbledException extends RuntimeException {
    JudgeGarbledException(String message, Throwable cause) {
        super(message, cause);
    }
}
