package io.reagent.kit.database;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** How often a process died lately, and how long to wait before it is started again. */
final class Deaths {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final int most;
    private final Duration within;
    private final Duration firstPause;
    private final Deque<Instant> lately = new ArrayDeque<>();

    /**
     * @param most deaths after which it is given up
     * @param within the time they are counted in
     * @param firstPause doubles with each death, up to half a minute
     */
    Deaths(int most, Duration within, Duration firstPause) {
        this.most = most;
        this.within = within;
        this.firstPause = firstPause;
    }

    /** Eight in ten minutes: a disk that is full for a minute is waited for. */
    static Deaths usual() {
        return new Deaths(8, Duration.ofMinutes(10), Duration.ofMillis(500));
    }

    int most() {
        return most;
    }

    Duration within() {
        return within;
    }

    /** Counts one; the pause before the next start, or null when it is no use. */
    @Nullable Duration another(Instant now) {
        lately.addLast(now);
        while (lately.getFirst().isBefore(now.minus(within))) {
            lately.removeFirst();
        }
        if (lately.size() >= most) {
            return null;
        }
        Duration pause = firstPause.multipliedBy(1L << Math.min(lately.size() - 1, 20));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
