package io.reagent.training.rollouts;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/**
 * How long each phase of a step took, and for how long some model computed for it. Phases overlap: a phase's time is that
 * during which at least one of its calls was under way. Thread-safe.
 */
public final class PhaseClock {
    private static final double NANOS = 1e9;

    /** What a step waits for. */
    public enum Phase {
        SAMPLING(true),
        JUDGING(true),
        TRAINING(true),
        SAVING(false);

        private final boolean computes;

        Phase(boolean computes) {
            this.computes = computes;
        }
    }

    private final long started = System.nanoTime();
    private final Map<Phase, Meter> phases = new EnumMap<>(Phase.class);
    private final Meter models = new Meter();

    public PhaseClock() {
        for (Phase phase : Phase.values()) {
            phases.put(phase, new Meter());
        }
    }

    private static final class Meter {
        private int under;
        private long since;
        private long total;

        void begin(long now) {
            if (under++ == 0) {
                since = now;
            }
        }

        void end(long now) {
            if (--under == 0) {
                total += now - since;
            }
        }

        double seconds(long now) {
            return (total + (under > 0 ? now - since : 0)) / NANOS;
        }
    }

    /** Counts the time from subscription to the end towards a phase. */
    public <T> Mono<T> track(Phase phase, Mono<T> call) {
        return Mono.defer(() -> {
            AtomicBoolean open = new AtomicBoolean(true);
            change(phase, true);
            return call.doFinally(signal -> {
                if (open.getAndSet(false)) {
                    change(phase, false);
                }
            });
        });
    }

    private synchronized void change(Phase phase, boolean begins) {
        long now = System.nanoTime();
        for (Meter meter : phase.computes ? new Meter[] {meter(phase), models} : new Meter[] {meter(phase)}) {
            if (begins) {
                meter.begin(now);
            } else {
                meter.end(now);
            }
        }
    }

    private Meter meter(Phase phase) {
        return java.util.Objects.requireNonNull(phases.get(phase));
    }

    /** Seconds since this clock was made. */
    public double elapsed() {
        return (System.nanoTime() - started) / NANOS;
    }

    public synchronized double seconds(Phase phase) {
        return meter(phase).seconds(System.nanoTime());
    }

    /** Seconds during which at least one model computed for the step. */
    public synchronized double computing() {
        return models.seconds(System.nanoTime());
    }
}
