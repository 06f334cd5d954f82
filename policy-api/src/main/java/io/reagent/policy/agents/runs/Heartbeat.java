package io.reagent.policy.agents.runs;

import io.reagent.policy.agents.store.AgentRunStore;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells the store which runs go on here, and ends in it those of which nobody has said so for a while: their process
 * died. Any process does that for all of them.
 */
public final class Heartbeat implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    /** Beats that may be missed. */
    private static final int PATIENCE = 6;

    private final AgentRuns runs;
    private final AgentRunStore store;
    private final Duration interval;
    private @Nullable Disposable beating;

    /** @param interval between beats; six missed count as an end */
    public Heartbeat(AgentRuns runs, AgentRunStore store, Duration interval) {
        this.runs = runs;
        this.store = store;
        this.interval = interval;
    }

    @Override
    public synchronized void start() {
        beating = Flux.interval(Duration.ZERO, interval)
                .onBackpressureDrop()
                .concatMap(beat -> beat().onErrorResume(error -> {
                    log.warn("No heartbeat of agent runs: {}", error.toString());
                    return Mono.empty();
                }))
                .subscribe();
    }

    private Mono<Void> beat() {
        Set<UUID> here = runs.ids();
        return (here.isEmpty() ? Mono.<Void>empty() : store.alive(here))
                .then(store.interrupt(interval.multipliedBy(PATIENCE)))
                .doOnNext(count -> {
                    if (count > 0) {
                        log.warn("{} agent runs were interrupted: their process ended", count);
                    }
                })
                .then();
    }

    @Override
    public synchronized void stop() {
        if (beating != null) {
            beating.dispose();
            beating = null;
            // before the server waits for its open responses: they end with their runs
            runs.close();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return beating != null;
    }
}
