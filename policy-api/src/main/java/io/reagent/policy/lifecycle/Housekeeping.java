package io.reagent.policy.lifecycle;

import io.reagent.kit.lifecycle.Sweep;
import io.reagent.policy.checkpoints.Checkpoints;
import io.reagent.policy.futures.Futures;
import io.reagent.policy.sessions.SessionProperties;
import io.reagent.policy.sessions.Sessions;
import io.reagent.policy.training.TrainingRuns;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Settles, before the service listens, what an earlier process left open, and clears away what has had its time. One
 * process at a time serves a database: weights in training are in its memory alone.
 */
@Component
class Housekeeping implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final String CUT_SHORT =
            "The service ended before this was done, and with it the weights in training:"
                    + " make a new model and load its last checkpoint";

    private final Sessions sessions;
    private final TrainingRuns runs;
    private final Checkpoints checkpoints;
    private final Futures futures;
    private final Duration every;
    private final SoleProcess sole;
    private final ConfigurableApplicationContext context;
    private final Sweep sweep;

    Housekeeping(
            Sessions sessions,
            TrainingRuns runs,
            Checkpoints checkpoints,
            Futures futures,
            SessionProperties properties,
            SoleProcess sole,
            ConfigurableApplicationContext context) {
        this.sessions = sessions;
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.futures = futures;
        this.every = properties.sweep();
        this.sole = sole;
        this.context = context;
        this.sweep = new Sweep("Clearing away", every, this::sweep);
    }

    @Override
    public void start() {
        sole.take().block();
        Mono.when(runs.markLost(), futures.failPending(CUT_SHORT), sessions.resume(), checkpoints.deleteLeftovers())
                .block(AT_MOST);
        sole.watch(this::end);
        sweep.start(every);
    }

    /** Closing waits for what runs, so it has a thread of its own. */
    private void end() {
        Thread.ofPlatform().name("lost-database").start(context::close);
    }

    private Mono<?> sweep() {
        return sessions.endSilent()
                .concatMap(this::ended)
                .then(runs.noteUse())
                .then(checkpoints.deleteExpired())
                .then(futures.trim());
    }

    private Mono<Void> ended(String session) {
        log.info("Session {} was not heard of any more: its models are unloaded", session);
        return runs.unloadAll(session).then(checkpoints.deleteEphemeral(session));
    }

    @Override
    public void stop() {
        sweep.stop();
    }

    @Override
    public boolean isRunning() {
        return sweep.isRunning();
    }

    /** Before the web server. */
    @Override
    public int getPhase() {
        return 0;
    }
}
