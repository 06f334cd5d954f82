package io.reagent.text;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where texts are tokenised. A short one takes some milliseconds and goes where its caller computes anyway; long ones,
 * which take seconds and a hundred times their size in memory, go one after the other through a lane of their own, so
 * that nobody else waits for them.
 */
public final class TextLane {
    /** Characters; about 30 ms. */
    public static final int LONG = 64 * 1024;

    /** Long texts that may wait. */
    public static final int WAITING = 64;

    private static final Executor LANE = lane();

    private TextLane() {}

    public static boolean isLong(long characters) {
        return characters > LONG;
    }

    /**
     * For long texts: one thread.
     *
     * @throws RejectedExecutionException on execution, when too many wait
     */
    public static Executor executor() {
        return LANE;
    }

    /** Taken in without a lock: callers are threads that must not wait. */
    private static Executor lane() {
        ForkJoinPool thread = new ForkJoinPool(1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);
        AtomicInteger taken = new AtomicInteger();
        return task -> {
            if (taken.incrementAndGet() > WAITING + 1) {
                taken.decrementAndGet();
                throw new RejectedExecutionException(WAITING + " long texts are waiting");
            }
            thread.execute(() -> {
                try {
                    task.run();
                } finally {
                    taken.decrementAndGet();
                }
            });
        };
    }
}
