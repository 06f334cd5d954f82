package io.reagent.eval.http;

import io.reagent.eval.evaluations.Evaluations;
import io.reagent.eval.results.Comparison;
import io.reagent.eval.results.EvaluationResults;
import io.reagent.eval.results.Results;
import io.reagent.kit.paging.PageParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What evaluations amount to, alone and against each other. */
@Tag(name = "Evaluations")
@RestController
class ResultsController {
    private static final double USUAL = 0.95;

    private final Evaluations evaluations;
    private final EvaluationResults results;

    ResultsController(Evaluations evaluations, EvaluationResults results) {
        this.evaluations = evaluations;
        this.results = results;
    }

    @Operation(
            operationId = "evaluationResults",
            summary = "What an evaluation amounts to by now, with intervals",
            description = "Parameters: scoring (1), confidence (0.95). docs/evaluation.md has every formula.")
    @GetMapping("/v1/evaluations/{id}/results")
    public Mono<Results> results(@PathVariable String id, @Parameter(hidden = true) ServerHttpRequest http) {
        PageParameters query = new PageParameters(http.getQueryParams()).allowOnly("scoring", "confidence");
        int scoring = number(query, "scoring");
        double confidence = confidence(query);
        return evaluations
                .existing(EvaluationsController.id(id))
                .flatMap(found -> results.of(found, scoring, confidence));
    }

    @Operation(
            operationId = "compareEvaluations",
            summary = "Two evaluations on the questions that both have: paired difference, interval, flipped questions",
            description =
                    "Parameters: a, b (evaluations), scoring_a (1), scoring_b (1), confidence (0.95). The difference is"
                            + " b less a.")
    @GetMapping("/v1/evaluations/compare")
    public Mono<Comparison> compare(@Parameter(hidden = true) ServerHttpRequest http) {
        PageParameters query =
                new PageParameters(http.getQueryParams()).allowOnly("a", "b", "scoring_a", "scoring_b", "confidence");
        UUID a = evaluation(query, "a");
        UUID b = evaluation(query, "b");
        int scoringA = number(query, "scoring_a");
        int scoringB = number(query, "scoring_b");
        double confidence = confidence(query);
        return Mono.zip(evaluations.existing(a), evaluations.existing(b))
                .flatMap(both -> results.compare(both.getT1(), both.getT2(), scoringA, scoringB, confidence));
    }

    static UUID evaluation(PageParameters query, String name) {
        UUID id = query.id(name, "evaluation");
        if (id == null) {
            throw PageParameters.invalid(name, "is missing", "Send the ids of two evaluations in a and b");
        }
        return id;
    }

    static int number(PageParameters query, String name) {
        Integer number = query.integer(name);
        return number == null ? 1 : number;
    }

    static double confidence(PageParameters query) {
        Double confidence = query.number("confidence", 0.5, 0.9999);
        return confidence == null ? USUAL : confidence;
    }
}
