package io.reagent.training.judging;

/** The judge's service refuses what it is asked, such as an unknown judge; asking again does not help. */
public final class JudgeRefusedException extends RuntimeException {
    public JudgeRefusedException(String message) {
        super(message);
    }
}
