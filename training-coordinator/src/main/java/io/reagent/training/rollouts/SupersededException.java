package io.reagent.training.rollouts;

/** Another replica has taken the run over, or it was cancelled: whatever this one was doing must leave no trace. */
public final class SupersededException extends RuntimeException {
    public SupersededException(String message) {
        super(message);
    }
}
