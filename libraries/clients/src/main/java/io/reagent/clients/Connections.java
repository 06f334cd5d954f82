package io.reagent.clients;

import java.time.Duration;

/**
 * The connections to one server. A request holds one until its answer has been read.
 *
 * @param most at the same time
 * @param waiting requests that may wait for one; more fail at once
 * @param queueing the longest wait for one
 * @param connecting the longest time that making one may take
 */
public record Connections(int most, int waiting, Duration queueing, Duration connecting) {
    private static final int ANY_NUMBER = -1;
    private static final Duration CONNECTING = Duration.ofSeconds(5);

    public Connections {
        if (most < 1 || !queueing.isPositive() || !connecting.isPositive()) {
            throw new IllegalArgumentException("a server needs at least one connection and some time for it");
        }
    }

    /** Any number of requests may wait. */
    public static Connections of(int most, Duration queueing) {
        return new Connections(most, ANY_NUMBER, queueing, CONNECTING);
    }

    /** The same for a server that is farther away, or nearer. */
    public Connections connecting(Duration time) {
        return new Connections(most, waiting, queueing, time);
    }
}
