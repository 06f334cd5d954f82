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

    private static final ForkJoinPool THREAD =
            new ForkJoinPool(1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);

    private TextLane() {}

    public static boolean isLong(long characters) {
        return characters > LONG;
    }

    /**
     * For one user's long texts: a way to the thread that all users share. It throws a {@link RejectedExecutionException}
     * when too many of this user's wait, and takes in without a lock: callers are threads that must not wait.
     *
     * @param waiting texts that may wait
     */
    public static Executor executor(int waiting) {
        AtomicInteger taken = new AtomicInteger();
        return task -> {
            if (taken.incrementAndGet() > waiting + 1) {
                taken.decrementAndGet();
                throw new RejectedExecutionException(waiting + " long texts are waiting");
            }
            THREAD.execute(() -> {
                try {
                    task.run();
                } finally {
                    taken.decrementAndGet();
                }
            });
        };
    }
}
