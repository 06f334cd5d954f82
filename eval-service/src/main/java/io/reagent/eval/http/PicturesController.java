package io.reagent.eval.http;

import io.reagent.eval.evaluations.Evaluations;
import io.reagent.eval.judges.JudgeEvaluationStore;
import io.reagent.eval.judges.report.JudgeReports;
import io.reagent.eval.pictures.Pictures;
import io.reagent.eval.results.EvaluationResults;
import io.reagent.kit.paging.PageParameters;
import io.reagent.kit.paging.PathId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Results as pictures. */
@Tag(name = "Pictures")
@RestController
class PicturesController {
    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml");
    private static final int MOST = 20;

    private final Evaluations evaluations;
    private final EvaluationResults results;
    private final JudgeEvaluationStore judgeEvaluations;
    private final JudgeReports reports;

    PicturesController(
            Evaluations evaluations,
            EvaluationResults results,
            JudgeEvaluationStore judgeEvaluations,
            JudgeReports reports) {
        this.evaluations = evaluations;
        this.results = results;
        this.judgeEvaluations = judgeEvaluations;
        this.reports = reports;
    }

    @Operation(
            operationId = "drawPassAtK",
            summary = "pass@k, pass^k and majority over k, with intervals, as SVG",
            description = "Parameters: scoring (1), confidence (0.95).")
    @GetMapping("/v1/evaluations/{id}/pass-at-k.svg")
    public Mono<ResponseEntity<String>> passAtK(
            @PathVariable String id, @Parameter(hidden = true) ServerHttpRequest http) {
        PageParameters query = new PageParameters(http.getQueryParams()).allowOnly("scoring", "confidence");
        int scoring = ResultsController.number(query, "scoring");
        double confidence = ResultsController.confidence(query);
        return evaluations.existing(EvaluationsController.id(id)).flatMap(found -> results.of(
                        found, scoring, confidence)
                .flatMap(made -> drawn(() -> Pictures.passAtK(found, made))));
    }

    @Operation(
            operationId = "drawComparisons",
            summary = "Differences of evaluations from a baseline, with intervals, as SVG",
            description =
                    "Parameters: a (the baseline), b (once for each that is held against it), scoring_a (1), scoring_b"
                            + " (1), confidence (0.95).")
    @GetMapping("/v1/evaluations/compare.svg")
    public Mono<ResponseEntity<String>> compare(@Parameter(hidden = true) ServerHttpRequest http) {
        PageParameters query =
                new PageParameters(http.getQueryParams()).allowOnly("a", "b", "scoring_a", "scoring_b", "confidence");
        List<String> others = query.query().getOrDefault("b", List.of());
        if (others.isEmpty() || others.size() > MOST) {
            throw PageParameters.invalid("b", "is not there 1 to " + MOST + " times", "Send b=ID for each evaluation");
        }
        int scoringA = ResultsController.number(query, "scoring_a");
        int scoringB = ResultsController.number(query, "scoring_b");
        double confidence = ResultsController.confidence(query);
        return evaluations.existing(ResultsController.evaluation(query, "a")).flatMap(a -> Flux.fromIterable(others)
                .concatMap(id -> evaluations.existing(PathId.of(id, "b", "evaluation")))
                .concatMap(b -> results.compare(a, b, scoringA, scoringB, confidence)
                        .map(made -> new Pictures.Compared(b, made)))
                .collectList()
                .flatMap(made -> drawn(() -> Pictures.forest(a, made))));
    }

    @Operation(
            operationId = "drawReliability",
            summary = "Share of right attempts over the judge's scores, as SVG",
            description = "The closer to the diagonal, the more its scores are probabilities.")
    @GetMapping("/v1/judge-evaluations/{id}/reliability.svg")
    public Mono<ResponseEntity<String>> reliability(@PathVariable String id) {
        return JudgeEvaluationsController.existing(judgeEvaluations, id, "id").flatMap(found -> reports.report(found)
                .flatMap(report -> drawn(() -> Pictures.reliability(found.judge(), report))));
    }

    static Mono<ResponseEntity<String>> drawn(Callable<String> drawing) {
        return Mono.fromCallable(drawing)
                .subscribeOn(Schedulers.boundedElastic())
                .map(svg -> ResponseEntity.ok()
                        .contentType(SVG)
                        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                        .body(svg));
    }
}
