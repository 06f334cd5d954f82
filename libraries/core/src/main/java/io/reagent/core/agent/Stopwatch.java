package io.reagent.core.agent;

import java.time.Duration;

/** Time since it was made, whatever the wall clock does. */
final class Stopwatch {
    private final long started = System.nanoTime();

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
