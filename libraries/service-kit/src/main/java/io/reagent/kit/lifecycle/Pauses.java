package io.reagent.kit.lifecycle;

import java.time.Duration;

/**
 * Waits between attempts at durable work: each double the one before.
 *
 * @param shortest the first
 * @param longest that they grow to
 */
public record Pauses(Duration shortest, Duration longest) {
    private static final int DOUBLINGS = 30;

    /** Before the next attempt, after so many that failed. */
    public Duration after(int failures) {
        double factor = Math.pow(2, Math.min(failures, DOUBLINGS));
        return Duration.ofMillis((long) Math.min(shortest.toMillis() * factor, longest.toMillis()));
    }
}
