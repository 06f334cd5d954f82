package io.reagent.agents.runs;

import io.micrometer.core.instrument.MeterRegistry;
import io.reagent.agents.models.AgentModels;
import io.reagent.agents.models.OpenModel;
import io.reagent.agents.store.AgentRunRecord;
import io.reagent.agents.store.AgentRunRecord.Setup;
import io.reagent.agents.store.AgentRunStore;
import io.reagent.agents.store.AgentRunStore.Attempted;
import io.reagent.agents.store.RunStatus;
import io.reagent.agents.tools.ToolShelf;
import io.reagent.core.agent.AgentLimits;
import io.reagent.core.tools.ToolBox;
import io.reagent.kit.database.UuidV7;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.Problems;
import io.reagent.world.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * The runs of this process. A run belongs to nobody: it goes on when its caller leaves, until it ends or is cancelled.
 * At most so many go on at once; more are refused.
 */
public final class AgentRuns implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AgentRuns.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final AgentModels models;
    private final ToolShelf shelf;
    private final AgentRun.Services services;
    private final int most;
    private final AtomicInteger inProgress = new AtomicInteger();
    private final Map<UUID, Ongoing> ongoing = new ConcurrentHashMap<>();
    private final Map<GivenId, Mono<Flux<RunEvent>>> beginning = new ConcurrentHashMap<>();
    private final RepeatedRuns repeated;
    private volatile boolean closing;
    /** Completed when what is not stored yet is not waited for any more. */
    private final Sinks.Empty<Void> tooLate = Sinks.empty();

    /** @param end completes when it has ended and that is stored */
    private record Ongoing(AgentRun run, CompletableFuture<?> pursuit, CompletableFuture<?> end) {}

    /** @param most runs at once */
    public AgentRuns(
            AgentModels models,
            ToolShelf shelf,
            Reviewer reviewer,
            AgentRunStore store,
            MeterRegistry meters,
            int most) {
        this.models = models;
        this.shelf = shelf;
        this.services = new AgentRun.Services(reviewer, store, new RunMetrics(meters));
        this.repeated = new RepeatedRuns(store, this::ongoing);
        this.most = most;
        services.metrics().watch(inProgress::get);
    }

    /**
     * Starts a run, or finds the one that there is under the id that the caller gave; gives its events once it is stored.
     * Everything that has happened and will happen is among them, and leaving them does not end the run.
     *
     * @throws io.reagent.kit.problem.ProblemException 422 naming the field at fault, 409 when the id was given to another
     *     run, or 429 when too many are going on
     */
    public Mono<Flux<RunEvent>> start(RunRequest request) {
        // once begun it is seen through, or a caller who leaves early would leave the slot taken
        Mono<Flux<RunEvent>> begun =
                Mono.fromFuture(() -> begin(request).toFuture(), true).map(AgentRun::events);
        GivenId given = request.given();
        if (given == null) {
            return begun;
        }
        Mono<Flux<RunEvent>> there = Mono.defer(() -> repeated.find(given));
        if (ongoing.containsKey(given.id())) {
            return there;
        }
        // many that ask at once take one place
        Mono<Flux<RunEvent>> once = Mono.defer(() -> beginning.computeIfAbsent(
                given, first -> begun.doFinally(end -> beginning.remove(given)).cache()));
        // almost all are new: one that is there is looked for when it could not be begun
        return once.onErrorResume(error -> there.switchIfEmpty(Mono.error(error)))
                .switchIfEmpty(there);
    }

    private @Nullable AgentRun ongoing(UUID id) {
        Ongoing run = ongoing.get(id);
        return run == null ? null : run.run();
    }

    /** Empty when there is a run under its id by now. */
    private Mono<AgentRun> begin(RunRequest request) {
        return Mono.defer(() -> {
            if (inProgress.incrementAndGet() > most || closing) {
                inProgress.decrementAndGet();
                return Mono.error(full());
            }
            return prepare(request)
                    .doOnError(error -> inProgress.decrementAndGet())
                    .map(this::launch)
                    .switchIfEmpty(Mono.fromRunnable(inProgress::decrementAndGet));
        });
    }

    private RuntimeException full() {
        return Problem.of(HttpStatus.TOO_MANY_REQUESTS, "too-many-runs", most + " runs are going on, the most here")
                .remedy("Wait as Retry-After says, cancel a run, or raise reagent.agents.concurrency.")
                .retryAfter(TRY_AGAIN)
                .asException();
    }

    private Mono<AgentRun> prepare(RunRequest request) {
        return Mono.fromSupplier(() -> Errand.of(request, shelf))
                .subscribeOn(AgentRun.STEPS)
                .flatMap(errand -> knownJudge(request).thenReturn(errand))
                .flatMap(errand -> models.open(request.model(), request.sampling())
                        .publishOn(AgentRun.STEPS)
                        .flatMap(model -> prepare(request, errand, model).doOnError(error -> model.close())));
    }

    private Mono<Void> knownJudge(RunRequest request) {
        return request.judge() == null ? Mono.empty() : services.reviewer().check(request.judge());
    }

    private Mono<AgentRun> prepare(RunRequest request, Errand errand, OpenModel model) {
        return Mono.defer(() -> {
            model.model().requireFit(errand.tools().descriptions());
            AgentLimits limits = request.limits().of(model);
            Setup setup = new Setup(
                    errand.question(),
                    model.name(),
                    model.weights(),
                    request.strategy().wireName(),
                    errand.tools().descriptions().stream()
                            .map(tool -> tool.name())
                            .toList());
            AgentRunRecord record = AgentRunRecord.started(
                    request.given() == null ? UuidV7.next() : request.given().id(),
                    setup,
                    RequestJson.of(request, limits),
                    errand.reference(),
                    now());
            AgentRun run = new AgentRun(record, request, model, errand.tools(), limits, services);
            return services.store().start(record).flatMap(stored -> {
                if (!stored) {
                    model.close();
                }
                return stored ? Mono.just(run) : Mono.empty();
            });
        });
    }

    private AgentRun launch(AgentRun run) {
        run.started();
        CompletableFuture<AgentRun.@Nullable Conclusion> pursuit =
                run.pursue().subscribeOn(AgentRun.STEPS).toFuture();
        UUID id = run.record().id();
        CompletableFuture<?> end = pursuit.handle((conclusion, error) ->
                        conclusion == null ? new AgentRun.Conclusion(ended(run.record(), error), null) : conclusion)
                .thenCompose(conclusion -> store(run, conclusion).whenComplete((how, error) -> end(run, how, error)));
        ongoing.put(id, new Ongoing(run, pursuit, end));
        if (end.isDone()) {
            ongoing.remove(id);
        }
        return run;
    }

    /** Gives the end that was stored: another one when the last attempt could not be. */
    private CompletableFuture<@Nullable AgentRunRecord> store(AgentRun run, AgentRun.Conclusion conclusion) {
        Attempted last = conclusion.last();
        Mono<AgentRunRecord> stored = last == null
                ? end(conclusion.run(), null, persistently())
                : end(conclusion.run(), last, persistently().filter(AgentRuns::mayPass))
                        .onErrorResume(error -> !mayPass(error), refused -> {
                            run.withdraw(last);
                            return end(ended(run.record(), refused), null, persistently());
                        });
        return stored.timeout(
                        tooLate.asMono(), Mono.error(() -> new IllegalStateException("the service was stopped before")))
                .toFuture();
    }

    private Mono<AgentRunRecord> end(AgentRunRecord how, @Nullable Attempted last, Retry retry) {
        return services.store().end(how, last).retryWhen(retry).thenReturn(how);
    }

    /** Whether the same statement may succeed later. */
    private static boolean mayPass(Throwable error) {
        return error instanceof TransientDataAccessException || Problems.isDatabaseUnavailable(error);
    }

    private void end(AgentRun run, @Nullable AgentRunRecord how, @Nullable Throwable error) {
        ongoing.remove(run.record().id());
        inProgress.decrementAndGet();
        if (how != null) {
            run.ended(how);
        } else {
            Throwable lost = Objects.requireNonNull(error, "error");
            log.error("The end of run {} could not be stored", run.record().id(), lost);
            run.lost(lost);
        }
    }

    private AgentRunRecord ended(AgentRunRecord run, @Nullable Throwable error) {
        if (error instanceof CancellationException) {
            return closing
                    ? run.ended(RunStatus.INTERRUPTED, "the service was stopped", now())
                    : run.ended(RunStatus.CANCELLED, null, now());
        }
        Problem internal = Problem.internal();
        log.error("Error {} in run {}", internal.errorId(), run.id(), error);
        return run.ended(RunStatus.FAILED, internal.detail() + ": " + internal.remedy(), now());
    }

    /** As exactly as Postgres keeps it. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    /** What a run has come to must not be lost to a database that is away for some seconds. */
    static RetryBackoffSpec persistently() {
        return Retry.backoff(8, Duration.ofMillis(200)).maxBackoff(Duration.ofSeconds(10));
    }

    /** Ends a run of this process early; completes when that is stored, with false when it is not going on here. */
    public Mono<Boolean> cancel(UUID id) {
        return Mono.defer(() -> {
            Ongoing run = ongoing.get(id);
            if (run == null) {
                return Mono.just(false);
            }
            run.pursuit().cancel(true);
            return Mono.fromFuture(run.end(), true).thenReturn(true);
        });
    }

    /** The runs going on here. */
    Set<UUID> ids() {
        return Set.copyOf(ongoing.keySet());
    }

    /** Ends all runs as interrupted, and waits some seconds until that is stored; then it is given up. */
    @Override
    public void close() {
        closing = true;
        CompletableFuture<?>[] ends = ongoing.values().stream()
                .map(run -> {
                    run.pursuit().cancel(true);
                    return run.end();
                })
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(ends)
                .completeOnTimeout(null, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(error -> null)
                .join();
        tooLate.tryEmitEmpty();
    }

    /** What an agent is sent out for. */
    private record Errand(
            String question, ToolBox tools, @Nullable String reference) {
        static Errand of(RunRequest request, ToolShelf shelf) {
            if (request.worldTask() == null) {
                return new Errand(
                        Objects.requireNonNull(request.question(), "question"),
                        shelf.box(request.tools(), request.dialect()),
                        null);
            }
            Task task = request.worldTask().generate();
            return new Errand(task.question(), WorldTask.tools(task, request.tools()), task.answer());
        }
    }
}
