package io.reagent.lm.generate;

import java.time.Duration;

/** How fast a queue is worked off, by when the last requests left it since it was last empty. */
final class Pace {
    private static final int REMEMBERED = 128;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Nanoseconds, a ring. */
    private final long[] left = new long[REMEMBERED];

    private long count;

    /** A request left the queue at that time of {@link System#nanoTime}. */
    void left(long now) {
        left[(int) (count++ % REMEMBERED)] = now;
    }

    /** The queue is empty: what it did before says nothing of what comes. */
    void idle() {
        count = 0;
    }

    /** How long so many take at this pace; a second where there is none yet. */
    Duration of(int waiting, long now) {
        if (count == 0) {
            return SHORTEST;
        }
        long seen = Math.min(count, REMEMBERED);
        long since = now - left[(int) ((count - seen) % REMEMBERED)];
        Duration wait = Duration.ofNanos((long) Math.min((double) since / seen * waiting, LONGEST.toNanos()));
        return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
    }
}
