package io.reagent.lm.compute;

import ai.djl.Device;
import io.reagent.lm.checkpoint.ModelConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that computes with models, and owner of all their tensors. PyTorch divides the operators of a large model among
 * the cores by itself; a second thread that did so would only take them away from the first (and OpenMP's workers then
 * wait for each other at barriers). So all large models of a process share one thread, where generation takes turns by
 * time spent, and jobs such as training run one after the other with turns of generation between their parts. A small
 * model has a thread to itself, which generates on one core: several of them then keep as many cores busy. Its jobs,
 * which compute thousands of rows at once, are divided among all cores.
 */
public final class ComputeThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ComputeThread.class);
    private static final long IDLE_SECONDS = 60;
    /** What a turn that failed counts as, so that others go before it, and how long the thread then rests. */
    private static final Duration PENALTY = Duration.ofMillis(100);

    private final Deque<Job<?>> jobs = new ArrayDeque<>();
    private final List<Share> shares = new ArrayList<>();
    private final Thread thread;
    private final Kind kind;
    private boolean woken;
    private boolean closed;
    /** What the share that ran last had spent; whoever was idle begins again from here. */
    private long clock;

    /** When the running job's present part began. */
    private long partBegan;

    /** Somebody who computes in short turns: a model that generates. Called on the thread. */
    @FunctionalInterface
    public interface Turns {
        /**
         * Does one short piece of work, such as a step of a batch; returns whether there was any. Whoever waits for it is told
         * of failures here; what is thrown is logged, and the thread goes on.
         */
        boolean turn();
    }

    private static final class Share {
        private final Turns turns;
        private long spent;

        Share(Turns turns) {
            this.turns = turns;
        }
    }

    private record Job<T>(Callable<T> work, CompletableFuture<T> result) {
        void run() {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        }
    }

    private enum Kind {
        /** Of all large models of the process. */
        SHARED,
        /** Of one small model. */
        ONE_MODEL,
        /** Of a caller who chooses the cores. */
        OWN
    }

    private static final class Shared {
        private static final ComputeThread THREAD = new ComputeThread("compute", Kind.SHARED);

        static {
            THREAD.submit(Executors.callable(Cores::useAll));
        }
    }

    private ComputeThread(String name, Kind kind) {
        this.kind = kind;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts a thread for its caller alone, who closes it. */
    public ComputeThread(String name) {
        this(name, Kind.OWN);
    }

    /** The thread for a model: one of its own for a small one on the CPU, else the one that the process shares. */
    public static ComputeThread of(ModelConfig config, Device device) {
        if (device.isGpu() || !Cores.alone(config)) {
            return Shared.THREAD;
        }
        return new ComputeThread("compute-one", Kind.ONE_MODEL);
    }

    /** Whether the caller is this thread. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /**
     * Runs a job after those before it; a job that takes long calls {@link #pause} between its parts.
     *
     * @return its result, completed on the thread; failed with IllegalStateException when the thread was closed
     */
    public <T> CompletableFuture<T> submit(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        synchronized (jobs) {
            if (closed) {
                return CompletableFuture.failedFuture(new IllegalStateException("the model is closed"));
            }
            jobs.add(new Job<>(work, result));
            wake();
        }
        return result;
    }

    /** Gives {@code turns} its share from now on. */
    public void add(Turns turns) {
        synchronized (jobs) {
            shares.add(new Share(turns));
            wake();
        }
    }

    /** Calls {@code turns} no more; a turn in progress on another thread's behalf may still end. */
    public void remove(Turns turns) {
        synchronized (jobs) {
            shares.removeIf(share -> share.turns == turns);
        }
    }

    /** Says that somebody who had no work has some. */
    public void wake() {
        synchronized (jobs) {
            woken = true;
            jobs.notifyAll();
        }
    }

    /**
     * Called by a job between two parts: generation has its turns, for as long as the part took and no longer than there
     * is something to generate.
     */
    public void pause() {
        if (!isCurrent()) {
            return;
        }
        long took = System.nanoTime() - partBegan;
        use(Cores::useOne);
        takeTurns(took);
        use(Cores::useAll);
        partBegan = System.nanoTime();
    }

    private void takeTurns(long nanos) {
        long until = System.nanoTime() + nanos;
        boolean worked = true;
        while (worked && System.nanoTime() < until) {
            worked = turn();
        }
    }

    /** Called between turns of generation and a job or its next part. */
    private void use(Runnable cores) {
        if (kind == Kind.ONE_MODEL) {
            cores.run();
        }
    }

    private void run() {
        use(Cores::useOne);
        boolean over = false;
        while (!over) {
            try {
                over = goOn();
            } catch (RuntimeException | Error e) {
                // whatever it was, others wait for this thread
                log.error("The thread of computation goes on after an error", e);
                LockSupport.parkNanos(PENALTY.toNanos());
            }
        }
    }

    /** A job or a turn; waits where there is none; returns whether there will be nothing any more. */
    private boolean goOn() {
        @Nullable Job<?> job = nextJob();
        if (job == null) {
            return !turn() && await();
        }
        use(Cores::useAll);
        partBegan = System.nanoTime();
        job.run();
        use(Cores::useOne);
        takeTurns(System.nanoTime() - partBegan);
        return false;
    }

    private @Nullable Job<?> nextJob() {
        synchronized (jobs) {
            return jobs.poll();
        }
    }

    /** One turn of the share that has spent least of those that have work; false when none has. */
    private boolean turn() {
        List<Share> byNeed;
        synchronized (jobs) {
            // who asks for work from here on is heard by await()
            woken = false;
            byNeed = new ArrayList<>(shares);
        }
        byNeed.sort((a, b) -> Long.compare(a.spent, b.spent));
        for (Share share : byNeed) {
            long began = System.nanoTime();
            if (turn(share)) {
                clock = Math.max(clock, share.spent);
                share.spent = clock + System.nanoTime() - began;
                return true;
            }
        }
        return false;
    }

    private static boolean turn(Share share) {
        try {
            return share.turns.turn();
        } catch (RuntimeException | Error e) {
            log.error("A turn of generation failed", e);
            LockSupport.parkNanos(PENALTY.toNanos());
            return true;
        }
    }

    /** Waits for something to do; returns whether there will be nothing any more. */
    private boolean await() {
        synchronized (jobs) {
            if (jobs.isEmpty() && !woken && !closed) {
                try {
                    TimeUnit.SECONDS.timedWait(jobs, IDLE_SECONDS);
                } catch (InterruptedException e) {
                    // nobody is meant to interrupt it; it looks for work and waits again
                    return false;
                }
            }
            return closed && jobs.isEmpty();
        }
    }

    /** Ends the thread when it has done what it was given; the process' shared one goes on. */
    @Override
    public void close() {
        synchronized (jobs) {
            closed = kind != Kind.SHARED;
            wake();
        }
    }
}
