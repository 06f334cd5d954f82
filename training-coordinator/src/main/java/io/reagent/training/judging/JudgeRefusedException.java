package io.reagent.training.judging;

/** The judge's service refuses what it is asked, such as an unknown judge; asking again does not help. */
public final class JudgeRefusedException extends RuntimeException {
    private final boolean turnedAway;

    /** @param turnedAway whether it is the caller that is refused: its key, not what it asked */
    JudgeRefusedException(String message, boolean turnedAway) {
        super(message);
        this.turnedAway = turnedAway;
    }

    public JudgeRefusedException(String message) {
        this(message, false);
    }

    /** Whether the service wants another key. */
    public boolean turnedAway() {
        return turnedAway;
    }
}
