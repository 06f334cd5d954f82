package io.reagent.training.rollouts;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * How long each phase of a step took, what was done in it, and for how long some model computed. Phases overlap: a phase's
 * time is that during which at least one of its calls was under way. Thread-safe.
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
    private volatile @Nullable PhaseClock beside;

    public PhaseClock() {
        for (Phase phase : Phase.values()) {
            phases.put(phase, new Meter());
        }
    }

    private static final class Meter {
        private int under;
        private long since;
        private long total;
        private long tokens;

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
            PhaseClock other = phase.computes ? beside : null;
            change(phase, other, true);
            return call.doFinally(signal -> {
                if (open.getAndSet(false)) {
                    change(phase, other, false);
                }
            });
        });
    }

    private void change(Phase phase, @Nullable PhaseClock other, boolean begins) {
        change(meter(phase), begins);
        if (phase.computes) {
            change(models, begins);
        }
        if (other != null) {
            other.change(other.models, begins);
        }
    }

    private synchronized void change(Meter meter, boolean begins) {
        long now = System.nanoTime();
        if (begins) {
            meter.begin(now);
        } else {
            meter.end(now);
        }
    }

    /** Counts tokens that a phase's calls made; what an earlier attempt made is in no clock. */
    public synchronized void count(Phase phase, long tokens) {
        meter(phase).tokens += tokens;
    }

    /** Two steps are made at once: from now on a model that computes for one of them is busy in the other's time too. */
    public void overlap(PhaseClock other) {
        beside = other;
        other.beside = this;
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

    /** What was counted. */
    public synchronized long tokens(Phase phase) {
        return meter(phase).tokens;
    }

    /** Seconds during which at least one model computed for the step, or for one that overlaps it. */
    public synchronized double computing() {
        return models.seconds(System.nanoTime());
    }
}
