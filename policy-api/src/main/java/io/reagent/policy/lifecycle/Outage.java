package io.reagent.policy.lifecycle;

import java.time.Duration;

/** When something that lasts is to be told of: as it begins, and then once in a while. Not thread-safe. */
final class Outage {
    private final Duration pause;
    private boolean lasts;
    private long told;

    /** @param pause between the times that it is told */
    Outage(Duration pause) {
        this.pause = pause;
    }

    /**
     * It is there, whether or not it was before; returns whether that is to be told.
     *
     * @param nanos the time as {@link System#nanoTime} has it
     */
    boolean tells(long nanos) {
        if (lasts && nanos - told < pause.toNanos()) {
            return false;
        }
        lasts = true;
        told = nanos;
        return true;
    }

    void over() {
        lasts = false;
    }
}
