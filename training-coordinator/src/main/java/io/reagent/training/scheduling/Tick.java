package io.reagent.training.scheduling;

import io.reagent.clients.evaluations.EvaluationServiceException;
import io.reagent.training.benchmarks.BenchmarkRequests;
import io.reagent.training.rollouts.RunSupersededException;
import io.reagent.training.runs.RunState;
import io.reagent.training.steps.CheckpointCleaner;
import io.reagent.training.steps.Evaluator;
import io.reagent.training.steps.RunContext;
import io.reagent.training.steps.RunContexts;
import io.reagent.training.steps.StepRunner;
import io.reagent.training.store.LearningViews;
import io.reagent.training.store.RunRecord;
import io.reagent.training.store.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Advances a run by one step or one evaluation. Each is an attempt with a number of its own: only the last one commits.
 */
final class Tick {
    private static final Logger log = LoggerFactory.getLogger(Tick.class);
    private static final int CHANCES = 5;

    private final RunStore runs;
    private final RunContexts contexts;
    private final StepRunner steps;
    private final Evaluator evaluator;
    private final BenchmarkRequests benchmarks;
    private final CheckpointCleaner housekeeping;
    private final LearningViews learning;
    private final SchedulingProperties timing;
    private final Sinks.Empty<Void> stopping = Sinks.empty();

    Tick(
            RunStore runs,
            RunContexts contexts,
            StepRunner steps,
            Evaluator evaluator,
            BenchmarkRequests benchmarks,
            CheckpointCleaner housekeeping,
            LearningViews learning,
            SchedulingProperties timing) {
        this.runs = runs;
        this.contexts = contexts;
        this.steps = steps;
        this.evaluator = evaluator;
        this.benchmarks = benchmarks;
        this.housekeeping = housekeeping;
        this.learning = learning;
        this.timing = timing;
    }

    /** Lets every run in progress go, for another replica to take up. */
    void stop() {
        stopping.tryEmitEmpty();
    }

    /** @return when to come back to the run, or empty when it is over */
    Mono<Optional<Instant>> advance(UUID id) {
        return runs.begin(id)
                .flatMap(run -> attempt(run).map(Optional::of))
                .switchIfEmpty(Mono.defer(() -> steps.close(id).thenReturn(Optional.<Instant>empty())))
                .retryWhen(untilPostgresAnswers());
    }

    private Mono<Instant> attempt(RunRecord run) {
        Mono<Void> work = Mono.fromCallable(() -> contexts.open(run))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(steps::sampled)
                .flatMap(context -> Mono.firstWithSignal(work(context), steps.keepAlive(run.id())));
        return Mono.firstWithSignal(work, watch(run), stopped(run))
                .then(Mono.fromSupplier(Instant::now))
                .onErrorResume(error -> mishap(run, error));
    }

    private Mono<Void> work(RunContext context) {
        return evaluator.due(context).flatMap(due -> {
            if (due) {
                return evaluator.evaluate(context).then(housekeeping.tidy(context));
            }
            RunRecord run = context.run();
            Mono<Void> asked = benchmarks.ask(run, context.spec());
            return run.step() < run.steps()
                    // eval-service may be away: it is asked again after the step
                    ? asked.onErrorComplete(EvaluationServiceException.class)
                            .then(Mono.defer(() -> steps.step(context)))
                            .then(housekeeping.tidy(context))
                    : asked.then(Mono.defer(() -> steps.close(run.id()))).then(succeed(run));
        });
    }

    /** A run that learned nothing says why: its name alone would say the opposite. */
    private Mono<Void> succeed(RunRecord run) {
        return learning.nothingIn(run.id())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(why -> runs.finish(run.id(), run.attempt(), RunState.SUCCEEDED, why.orElse(null)));
    }

    /** Fails when the run is cancelled or another attempt has begun; never ends otherwise. */
    private Mono<Void> watch(RunRecord run) {
        return Flux.interval(timing.watch())
                .onBackpressureDrop()
                // Postgres away is no reason to think so
                .concatMap(tick -> runs.current(run.id(), run.attempt()).onErrorReturn(true))
                .filter(current -> !current)
                .next()
                .flatMap(gone -> Mono.error(
                        new RunSupersededException("run " + run.id() + " was taken from attempt " + run.attempt())));
    }

    private Mono<Void> stopped(RunRecord run) {
        return stopping.asMono()
                .then(Mono.error(
                        new RunSupersededException("this replica stops; run " + run.id() + " goes on elsewhere")));
    }

    private Mono<Instant> mishap(RunRecord run, Throwable error) {
        Mishap mishap = Mishap.of(error);
        Duration pause = timing.pause(run.course().failures());
        boolean lastChance =
                mishap.consequence() == Mishap.Consequence.RETRY && run.course().failures() + 1 >= CHANCES;
        Mono<Void> noted =
                switch (mishap.consequence()) {
                    case LET_GO -> Mono.empty();
                    case STOP -> runs.finish(run.id(), run.attempt(), RunState.FAILED, mishap.reason());
                    case WAIT -> runs.waiting(run.id(), run.attempt(), mishap.reason(), pause);
                    case RETRY ->
                        lastChance
                                ? runs.finish(run.id(), run.attempt(), RunState.FAILED, mishap.reason())
                                : runs.waiting(run.id(), run.attempt(), mishap.reason(), pause);
                };
        report(run, mishap, error);
        return noted.then(steps.close(run.id()))
                .then(Mono.fromSupplier(() -> mishap.consequence() == Mishap.Consequence.LET_GO
                        ? Instant.now()
                        : Instant.now().plus(pause)))
                .retryWhen(untilPostgresAnswers());
    }

    private static void report(RunRecord run, Mishap mishap, Throwable error) {
        if (mishap.consequence() == Mishap.Consequence.RETRY) {
            log.warn("Run {} step {} attempt {}: {}", run.id(), run.step(), run.attempt(), mishap.reason(), error);
        } else {
            log.info("Run {} step {} attempt {}: {}", run.id(), run.step(), run.attempt(), mishap.reason());
        }
    }

    private Retry untilPostgresAnswers() {
        return Retry.backoff(Long.MAX_VALUE, timing.shortestPause())
                .maxBackoff(timing.longestPause())
                .filter(error -> Mishap.of(error).consequence() == Mishap.Consequence.WAIT);
    }
}
