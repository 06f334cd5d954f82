package io.reagent.eval.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.reagent.eval.evaluations.Evaluations;
import io.reagent.eval.results.EvaluationResults;
import io.reagent.eval.results.Questions;
import io.reagent.eval.results.Questions.QuestionView;
import io.reagent.kit.paging.PageParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What was asked in an evaluation, and what was answered. */
@Tag(name = "Evaluations")
@RestController
class QuestionsController {
    private final Evaluations evaluations;
    private final EvaluationResults results;
    private final Questions questions;

    QuestionsController(Evaluations evaluations, EvaluationResults results, Questions questions) {
        this.evaluations = evaluations;
        this.results = results;
        this.questions = questions;
    }

    /**
     * Some questions of an evaluation.
     *
     * @param nextOffset of the next page, or null
     */
    record QuestionPage(
            List<QuestionView> items,
            @JsonProperty("next_offset") @Nullable Integer nextOffset) {}

    @Operation(
            operationId = "listEvaluationQuestions",
            summary =
                    "The questions of an evaluation in the order of their set, each with its attempts and their grades",
            description =
                    "Parameters: scoring (1), having (correct, wrong or failed: only questions with such an attempt),"
                            + " hash (only the question of this content), offset, limit. Answers are cut at 4000 characters.")
    @GetMapping("/v1/evaluations/{id}/questions")
    public Mono<QuestionPage> page(@PathVariable String id, @Parameter(hidden = true) ServerHttpRequest http) {
        PageParameters query =
                new PageParameters(http.getQueryParams()).allowOnly("scoring", "having", "hash", "offset", "limit");
        int scoring = Objects.requireNonNullElse(query.integer("scoring"), 1);
        int offset = Objects.requireNonNullElse(query.integer("offset"), 0);
        int limit = query.limit();
        Questions.Filter filter =
                new Questions.Filter(query.choice("having", Questions.Having.class), query.text("hash"));
        return evaluations
                .existing(EvaluationsController.id(id))
                .flatMap(found -> results.scoring(found.id(), scoring).flatMap(by -> questions
                        .page(found.id(), by.id(), filter, offset, limit + 1)
                        .collectList()))
                .map(found -> new QuestionPage(
                        found.subList(0, Math.min(limit, found.size())),
                        found.size() > limit ? (Integer) (offset + limit) : null));
    }
}
