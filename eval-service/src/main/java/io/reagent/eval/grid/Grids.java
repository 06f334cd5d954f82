package io.reagent.eval.grid;

import io.reagent.eval.benchmarks.Benchmarks;
import io.reagent.eval.evaluations.Evaluation;
import io.reagent.eval.evaluations.EvaluationStore;
import io.reagent.eval.results.EvaluationResults;
import io.reagent.kit.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Collects evaluations into grids. */
public final class Grids {
    private static final int MOST = 300;
    private static final int AT_ONCE = 4;
    private static final List<String> CLASSES = List.of("knowledge", "mathematics", "agent-search");

    private final EvaluationStore evaluations;
    private final EvaluationResults results;
    private final Benchmarks benchmarks;

    public Grids(EvaluationStore evaluations, EvaluationResults results, Benchmarks benchmarks) {
        this.evaluations = evaluations;
        this.results = results;
        this.benchmarks = benchmarks;
    }

    /**
     * The grid of what fits, which may be empty.
     *
     * @param arms names of training runs
     */
    public Mono<EvaluationGrid> of(EvaluationStore.Filter filter, Map<UUID, String> arms, double confidence) {
        return evaluations
                .fullestEnded(filter, MOST + 1)
                .collectList()
                .doOnNext(Grids::demandFew)
                .flatMap(found -> Flux.fromIterable(found)
                        .flatMapSequential(evaluation -> graded(evaluation, confidence), AT_ONCE, 1)
                        .collectList())
                .zipWith(Mono.fromCallable(this::classes).subscribeOn(Schedulers.boundedElastic()))
                .map(both -> new GridMaker(both.getT1(), both.getT2(), arms, confidence).make());
    }

    private Mono<GridMaker.Graded> graded(Evaluation evaluation, double confidence) {
        return results.passAt1(evaluation, 1, confidence).map(figure -> new GridMaker.Graded(evaluation, figure));
    }

    private List<EvaluationGrid.BenchmarkClass> classes() {
        List<EvaluationGrid.BenchmarkClass> classes = new ArrayList<>();
        for (String name : CLASSES) {
            classes.add(new EvaluationGrid.BenchmarkClass(
                    name,
                    benchmarks.all().stream()
                            .filter(benchmark -> benchmark.suites().contains(name))
                            .map(benchmark -> benchmark.name())
                            .toList()));
        }
        return classes;
    }

    private static void demandFew(List<Evaluation> found) {
        if (found.size() > MOST) {
            throw Problem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "grid-too-large",
                            "More than " + MOST + " evaluations would be in the grid")
                    .field("policy")
                    .remedy("Name a benchmark, policy, suite or run.")
                    .asException();
        }
    }
}
