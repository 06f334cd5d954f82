package io.reagent.training.steps;

import io.reagent.training.engine.PolicyModel;
import org.jspecify.annotations.Nullable;

/** Whose a model is that is just being made, where whoever asked for it may go away at any moment. Thread-safe. */
final class Making {
    private boolean abandoned;
    private @Nullable PolicyModel waiting;

    /** It is there; false when nobody wants it any more, and then it is the caller's to free. */
    synchronized boolean made(PolicyModel model) {
        if (!abandoned) {
            waiting = model;
        }
        return !abandoned;
    }

    /** It has reached whoever asked. */
    synchronized void taken() {
        waiting = null;
    }

    /** Nobody waits any more; gives the model that was made and has reached nobody, which is the caller's to free. */
    synchronized @Nullable PolicyModel abandoned() {
        abandoned = true;
        PolicyModel late = waiting;
        waiting = null;
        return late;
    }
}
