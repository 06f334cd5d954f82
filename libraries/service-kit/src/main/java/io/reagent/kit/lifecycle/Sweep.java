package io.reagent.kit.lifecycle;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Work that is done every so often; what fails is logged and tried again the next time. */
public final class Sweep {
    private static final Logger log = LoggerFactory.getLogger(Sweep.class);

    private final String name;
    private final Duration every;
    private final Supplier<? extends Mono<?>> work;
    private volatile @Nullable Disposable running;

    /** @param name says what failed, as in "Clearing away failed" */
    public Sweep(String name, Duration every, Supplier<? extends Mono<?>> work) {
        this.name = name;
        this.every = every;
        this.work = work;
    }

    /** @param delay until it is done first */
    public void start(Duration delay) {
        running = Flux.interval(delay, every)
                .onBackpressureDrop()
                .concatMap(tick -> Mono.defer(work).then().onErrorResume(error -> {
                    log.warn("{} failed: {}", name, error.toString());
                    return Mono.empty();
                }))
                .subscribe();
    }

    /** Cancels what is under way. */
    public void stop() {
        Disposable last = running;
        if (last != null) {
            last.dispose();
            running = null;
        }
    }

    public boolean isRunning() {
        return running != null;
    }
}
