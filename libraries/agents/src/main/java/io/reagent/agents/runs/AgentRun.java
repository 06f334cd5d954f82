package io.reagent.agents.runs;

import io.reagent.agents.models.AgentThreads;
import io.reagent.agents.models.OpenModel;
import io.reagent.agents.store.AgentRunRecord;
import io.reagent.agents.store.AgentRunStore;
import io.reagent.agents.store.AgentRunStore.Attempted;
import io.reagent.agents.store.TurnRecord;
import io.reagent.core.agent.AgentLimits;
import io.reagent.core.agent.AgentLoop;
import io.reagent.core.agent.AgentPrompt;
import io.reagent.core.agent.Rollout;
import io.reagent.core.agent.StopReason;
import io.reagent.core.agent.Turn;
import io.reagent.core.tools.ToolBox;
import io.reagent.core.trajectory.StorableText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** One run going on. Its events are kept until it is forgotten, so whoever comes late misses none. */
public final class AgentRun {
    /** Encoding, rendering and counting take milliseconds of computing: not on event loops. */
    static final Scheduler STEPS = Schedulers.fromExecutorService(AgentThreads.STEPS);

    private static final int MOST_OF_AN_ATTEMPT = 8_000;
    private static final Sinks.EmitFailureHandler ONE_AFTER_THE_OTHER =
            Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1));

    private final AgentRunRecord record;
    private final RunRequest request;
    private final OpenModel model;
    private final ToolBox tools;
    private final AgentLimits limits;
    private final Services services;
    private final Sinks.Many<RunEvent> events = Sinks.many().replay().all();
    private final List<Attempted> attempts = new CopyOnWriteArrayList<>();

    /** What every run needs. */
    record Services(Reviewer reviewer, AgentRunStore store, RunMetrics metrics) {}

    AgentRun(
            AgentRunRecord record,
            RunRequest request,
            OpenModel model,
            ToolBox tools,
            AgentLimits limits,
            Services services) {
        this.record = record;
        this.request = request;
        this.model = model;
        this.tools = tools;
        this.limits = limits;
        this.services = services;
    }

    /** As it started. */
    public AgentRunRecord record() {
        return record;
    }

    /** Everything that has happened and will happen; leaving them does not end the run. */
    public Flux<RunEvent> events() {
        return events.asFlux();
    }

    /**
     * What the attempts came to.
     *
     * @param last an attempt that is to be stored with the run's end; null where all are stored
     */
    record Conclusion(AgentRunRecord run, @Nullable Attempted last) {}

    /** Takes the attempts and gives the run as it ended; stores each but the last. Cancelling ends what is under way. */
    Mono<Conclusion> pursue() {
        AgentPrompt prompt = AgentPrompt.plain(request.system(), record.setup().question());
        return attempt("initial", prompt).flatMap(first -> {
            if (request.strategy() == Strategy.PLAIN) {
                return Mono.just(last(AttemptRecords.of("initial", prompt, first, null), null));
            }
            return first.stop() == StopReason.MODEL_FAILED
                    ? Mono.just(last(AttemptRecords.of("initial", prompt, first, null), "the model failed in it"))
                    : judged(prompt, first);
        });
    }

    private Mono<Rollout> attempt(String stage, AgentPrompt prompt) {
        AtomicInteger index = new AtomicInteger();
        return Mono.fromFuture(() -> new AgentLoop(model.model(), tools, limits, AgentThreads.STEPS)
                        .run(prompt, turn -> taken(stage, index.getAndIncrement(), turn)))
                .publishOn(STEPS);
    }

    private void taken(String stage, int index, Turn turn) {
        TurnRecord taken = AttemptRecords.turn(turn);
        services.metrics().turn(record.setup().model(), tools, taken);
        emit(new RunEvent.TurnTaken(stage, index, taken));
    }

    private Mono<Conclusion> judged(AgentPrompt prompt, Rollout first) {
        return services.reviewer()
                .review(first.trajectory(), request.judge())
                .publishOn(STEPS)
                .flatMap(judgement -> {
                    emit(new RunEvent.Judged(judgement));
                    String critique = judgement.critique();
                    Attempted attempted = AttemptRecords.of("initial", prompt, first, judgement);
                    return critique == null
                            ? Mono.just(last(attempted, judgement.reason()))
                            : keep(attempted).then(Mono.defer(() -> refine(first, critique)));
                });
    }

    private Mono<Conclusion> refine(Rollout first, String critique) {
        int budget = Math.min(MOST_OF_AN_ATTEMPT, limits.contextTokens() * 2 / 3);
        return Mono.fromSupplier(() -> AgentPrompt.refined(
                        request.system(), first.trajectory(), critique, budget, model.model()::countTokens))
                .subscribeOn(STEPS)
                .flatMap(prompt -> attempt("refined", prompt)
                        .map(second -> last(AttemptRecords.of("refined", prompt, second, null), null)));
    }

    private Mono<Void> keep(Attempted attempted) {
        attempts.add(attempted);
        return services.store()
                .attempted(record.id(), attempted)
                .retryWhen(AgentRuns.persistently())
                .publishOn(STEPS);
    }

    private Conclusion last(Attempted attempted, @Nullable String whyNotRefined) {
        attempts.add(attempted);
        String why = whyNotRefined == null ? null : StorableText.of(whyNotRefined);
        return new Conclusion(record.done(attempted.record(), why, AgentRuns.now()), attempted);
    }

    /** Leaves out an attempt that could not be stored. */
    void withdraw(Attempted attempted) {
        attempts.remove(attempted);
    }

    void started() {
        emit(new RunEvent.Started(record));
    }

    void ended(AgentRunRecord how) {
        model.close();
        services.metrics().ended(how);
        emit(new RunEvent.Ended(
                how,
                attempts.stream().map(Attempted::record).toList(),
                attempts.stream()
                        .collect(Collectors.toMap(taken -> taken.record().stage(), Attempted::canonical))));
        events.emitComplete(ONE_AFTER_THE_OTHER);
    }

    /** When even its end could not be stored. */
    void lost(Throwable error) {
        model.close();
        events.emitError(error, ONE_AFTER_THE_OTHER);
    }

    private void emit(RunEvent event) {
        events.emitNext(event, ONE_AFTER_THE_OTHER);
    }
}
