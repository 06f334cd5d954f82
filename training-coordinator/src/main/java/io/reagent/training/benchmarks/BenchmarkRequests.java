package io.reagent.training.benchmarks;

import io.reagent.clients.evaluations.EvaluationOrder;
import io.reagent.clients.evaluations.EvaluationServiceException;
import io.reagent.clients.evaluations.EvaluationStart;
import io.reagent.clients.evaluations.EvaluationsClient;
import io.reagent.training.benchmarks.BenchmarkEvaluation.State;
import io.reagent.training.runs.Benchmarking;
import io.reagent.training.runs.RunSpec;
import io.reagent.training.store.RunRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks eval-service to evaluate a run's checkpoints. What is asked for again, after a kill for instance, is the evaluation
 * that there is: its name says run, step and benchmark.
 */
public final class BenchmarkRequests {
    /** The same questions at every step of every run. */
    private static final long SEED = 0;

    private final BenchmarkStore store;
    private final @Nullable EvaluationsClient service;

    /** @param service null where none is configured */
    public BenchmarkRequests(BenchmarkStore store, @Nullable EvaluationsClient service) {
        this.store = store;
        this.service = service;
    }

    /**
     * Notes what is due at the run's step, and asks for everything that is due and not asked yet.
     *
     * @throws EvaluationServiceException (in the result) when the service is away, which is noted with what is due
     */
    public Mono<Void> ask(RunRecord run, RunSpec spec) {
        Benchmarking benchmarks = spec.evaluating().benchmarks();
        if (benchmarks.names().isEmpty()) {
            return Mono.empty();
        }
        String policy =
                Objects.requireNonNullElse(run.samplerPath(), spec.policy().baseModel());
        Mono<Void> planned =
                benchmarks.due(run.step(), run.steps()) ? store.plan(run, policy, benchmarks.names()) : Mono.empty();
        return planned.then(Mono.defer(() -> askDue(run, spec)));
    }

    /** The same without noting more. */
    Mono<Void> askDue(RunRecord run, RunSpec spec) {
        return Flux.defer(() -> store.ofRun(run.id(), State.DUE))
                .concatMap(due -> ask(due, spec))
                .then()
                .onErrorResume(EvaluationServiceException.class, away -> store.unasked(
                                run.id(), String.valueOf(away.getMessage()))
                        .then(Mono.error(away)));
    }

    private Mono<Void> ask(BenchmarkEvaluation due, RunSpec spec) {
        if (service == null) {
            return store.refused(
                    due.id(), "reagent.training.evaluation.base-url names no eval-service since the run was made");
        }
        return service.start(order(due, spec)).flatMap(start -> switch (start) {
            case EvaluationStart.Started started -> store.started(due.id(), started.id());
            case EvaluationStart.Refused refused -> store.refused(due.id(), refused.reason());
        });
    }

    private static EvaluationOrder order(BenchmarkEvaluation due, RunSpec spec) {
        Benchmarking benchmarks = spec.evaluating().benchmarks();
        boolean refines = benchmarks.strategy().equals("reagent-c");
        return new EvaluationOrder(
                due.run() + "@" + due.step() + " " + due.benchmark(),
                due.benchmark(),
                due.policy(),
                new EvaluationOrder.Attempts(
                        benchmarks.strategy(),
                        refines ? spec.judge().name() : null,
                        benchmarks.samples() == 0 ? null : (Integer) benchmarks.samples(),
                        benchmarks.limit() == 0 ? null : (Integer) benchmarks.limit(),
                        SEED),
                new EvaluationOrder.Origin(due.run(), due.step()));
    }
}
