package io.reagent.training.benchmarks;

import io.reagent.clients.evaluations.EvaluationsClient;
import io.reagent.clients.evaluations.StoredEvaluation;
import io.reagent.kit.json.FieldReader;
import io.reagent.training.benchmarks.BenchmarkEvaluation.State;
import io.reagent.training.runs.RunSpec;
import io.reagent.training.runs.RunSpecReader;
import io.reagent.training.steps.CheckpointCleaner;
import io.reagent.training.steps.Servers;
import io.reagent.training.store.RunRecord;
import io.reagent.training.store.RunStore;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks after what runs ask of eval-service while steps take their time, and when the run is over: asks again for what is due,
 * sees what has ended, and then lets checkpoints go that were kept for it.
 */
public final class BenchmarkWatch {
    private static final Logger log = LoggerFactory.getLogger(BenchmarkWatch.class);

    private final BenchmarkStore store;
    private final BenchmarkRequests requests;
    private final @Nullable EvaluationsClient service;
    private final RunStore runs;
    private final RunSpecReader specs;
    private final CheckpointCleaner cleaner;
    private final Servers servers;

    public BenchmarkWatch(
            BenchmarkStore store,
            BenchmarkRequests requests,
            @Nullable EvaluationsClient service,
            RunStore runs,
            RunSpecReader specs,
            CheckpointCleaner cleaner,
            Servers servers) {
        this.store = store;
        this.requests = requests;
        this.service = service;
        this.runs = runs;
        this.specs = specs;
        this.cleaner = cleaner;
        this.servers = servers;
    }

    /** Once over all runs. What goes wrong with one is left to the next time. */
    public Mono<Void> look() {
        return store.unfinished()
                .concatMap(id -> runs.find(id).flatMap(this::look).onErrorResume(error -> {
                    log.debug("The benchmarks of run {} are looked at again later: {}", id, error.toString());
                    return Mono.empty();
                }))
                .then();
    }

    private Mono<Void> look(RunRecord run) {
        RunSpec spec = specs.stored(new FieldReader(run.spec(), ""));
        Mono<Void> asked = run.state().active() ? requests.askDue(run, spec) : Mono.empty();
        return asked.then(Mono.defer(() -> ended(run)))
                .filter(some -> some && !run.state().active()) // a run that goes on tidies up by itself
                .flatMap(some -> cleaner.tidy(
                        run.id(), spec, servers.policy(spec.policy().server())));
    }

    /** Whether any has ended since the last look. */
    private Mono<Boolean> ended(RunRecord run) {
        return store.ofRun(run.id(), State.STARTED)
                .collectList()
                .filter(started -> !started.isEmpty())
                .flatMap(started -> service == null
                        ? over(started, Set.of())
                        : service.ofRun(run.id()).flatMap(all -> over(started, goingOn(all))))
                .defaultIfEmpty(false);
    }

    private static Set<UUID> goingOn(List<StoredEvaluation> all) {
        return all.stream()
                .filter(StoredEvaluation::goesOn)
                .map(StoredEvaluation::id)
                .collect(Collectors.toSet());
    }

    private Mono<Boolean> over(List<BenchmarkEvaluation> started, Set<UUID> goingOn) {
        return Flux.fromIterable(started)
                .filter(one -> one.evaluation() == null || !goingOn.contains(one.evaluation()))
                .concatMap(one -> store.over(one.id()).thenReturn(true))
                .any(ended -> ended);
    }
}
