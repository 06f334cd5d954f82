package io.reagent.eval.results;

import io.reagent.eval.evaluations.Evaluation;
import io.reagent.eval.evaluations.ScoringStore;
import io.reagent.eval.evaluations.ScoringStore.Scoring;
import io.reagent.kit.problem.Problem;
import io.reagent.statistics.Figure;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Results of evaluations as they stand, by any of their scorings. */
public final class EvaluationResults {
    private final GradedRows rows;
    private final ScoringStore scorings;

    public EvaluationResults(GradedRows rows, ScoringStore scorings) {
        this.rows = rows;
        this.scorings = scorings;
    }

    /** What it amounts to by now. */
    public Mono<Results> of(Evaluation evaluation, int scoring, double confidence) {
        return items(evaluation, scoring)
                .publishOn(Schedulers.boundedElastic())
                .map(items -> Results.of(items, confidence));
    }

    /** Its pass@1 alone. */
    public Mono<Figure> passAt1(Evaluation evaluation, int scoring, double confidence) {
        return items(evaluation, scoring).publishOn(Schedulers.boundedElastic()).map(items -> Scores.decided(items)
                .passAt1(confidence));
    }

    /** Two, compared on the questions that both have. */
    public Mono<Comparison> compare(Evaluation a, Evaluation b, int scoringA, int scoringB, double confidence) {
        return Mono.zip(items(a, scoringA), items(b, scoringB))
                .publishOn(Schedulers.boundedElastic())
                .map(both -> Comparison.of(a.lock().differences(b.lock()), both.getT1(), both.getT2(), confidence));
    }

    Mono<List<GradedItem>> items(Evaluation evaluation, int number) {
        return scoring(evaluation.id(), number)
                .flatMap(scoring -> rows.of(evaluation.id(), scoring.id()).collectList());
    }

    /** One of an evaluation's scorings, or a 404. */
    public Mono<Scoring> scoring(UUID evaluation, int number) {
        return scorings.all(evaluation)
                .filter(scoring -> scoring.number() == number)
                .next()
                .switchIfEmpty(Mono.error(
                        () -> Problem.of(HttpStatus.NOT_FOUND, "no-such-scoring", "There is no scoring " + number)
                                .field("scoring")
                                .remedy("GET /v1/evaluations/" + evaluation + "/scorings lists them.")
                                .asException()));
    }
}
