package io.reagent.training.benchmarks;

import io.reagent.clients.evaluations.EvaluationServiceException;
import io.reagent.clients.evaluations.EvaluationsClient;
import io.reagent.clients.evaluations.PassAtOne;
import io.reagent.clients.evaluations.StoredEvaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What a run asked of eval-service beside what that has of the run, whoever asked for it. */
public final class RunBenchmarkViews {
    private final BenchmarkStore store;
    private final @Nullable EvaluationsClient service;

    /** @param service null where none is configured */
    public RunBenchmarkViews(BenchmarkStore store, @Nullable EvaluationsClient service) {
        this.store = store;
        this.service = service;
    }

    /**
     * All of a run, by step.
     *
     * @param problem why states or figures of eval-service are missing, or null
     */
    public record RunBenchmarkList(
            List<RunBenchmarkView> items, @Nullable String problem) {}

    private record There(
            List<StoredEvaluation> evaluations,
            Map<UUID, PassAtOne> figures,
            @Nullable String problem) {}

    public Mono<RunBenchmarkList> of(UUID run) {
        return store.ofRun(run).collectList().flatMap(asked -> there(run, service)
                .map(there -> new RunBenchmarkList(joined(asked, there), there.problem())));
    }

    private static Mono<There> there(UUID run, @Nullable EvaluationsClient service) {
        return service == null
                ? Mono.just(new There(List.of(), Map.of(), null))
                : service.ofRun(run)
                        .flatMap(evaluations -> evaluations.isEmpty()
                                ? Mono.just(new There(evaluations, Map.of(), null))
                                : service.figures(run)
                                        .map(figures -> new There(evaluations, figures, null))
                                        .onErrorResume(
                                                EvaluationServiceException.class, away -> without(evaluations, away)))
                        .onErrorResume(EvaluationServiceException.class, away -> without(List.of(), away));
    }

    private static Mono<There> without(List<StoredEvaluation> evaluations, EvaluationServiceException away) {
        return Mono.just(new There(evaluations, Map.of(), away.getMessage()));
    }

    private static List<RunBenchmarkView> joined(List<BenchmarkEvaluation> asked, There there) {
        List<RunBenchmarkView> views = new ArrayList<>();
        Set<UUID> seen = new HashSet<>();
        for (StoredEvaluation evaluation : there.evaluations()) {
            if (evaluation.step() != null) {
                seen.add(evaluation.id());
                views.add(RunBenchmarkView.of(
                        evaluation, evaluation.step(), there.figures().get(evaluation.id())));
            }
        }
        asked.stream()
                .filter(one -> one.evaluation() == null || !seen.contains(one.evaluation()))
                .map(RunBenchmarkView::of)
                .forEach(views::add);
        views.sort(Comparator.comparingInt(RunBenchmarkView::step).thenComparing(RunBenchmarkView::benchmark));
        return views;
    }
}
