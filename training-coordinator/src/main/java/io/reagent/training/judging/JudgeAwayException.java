package io.reagent.training.judging;

/** The judge's service does not judge now; trying again helps. */
public final class JudgeAwayException extends RuntimeException {
    public JudgeAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
