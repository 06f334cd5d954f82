package io.reagent.agents.runs;

import io.reagent.agents.store.AgentRunStore;
import io.reagent.kit.lifecycle.Sweep;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
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
    private final Sweep beats;

    /** @param interval between beats; six missed count as an end */
    public Heartbeat(AgentRuns runs, AgentRunStore store, Duration interval) {
        this.runs = runs;
        this.store = store;
        this.interval = interval;
        this.beats = new Sweep("The heartbeat of agent runs", interval, this::beat);
    }

    @Override
    public synchronized void start() {
        beats.start(Duration.ZERO);
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
        if (beats.isRunning()) {
            beats.stop();
            // before the server waits for its open responses: they end with their runs
            runs.close();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return beats.isRunning();
    }
}
