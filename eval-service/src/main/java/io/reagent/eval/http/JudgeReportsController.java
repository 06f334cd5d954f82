package io.reagent.eval.http;

import io.reagent.eval.judges.JudgeEvaluationStore;
import io.reagent.eval.judges.attacks.AttackKind;
import io.reagent.eval.judges.report.ItemViews;
import io.reagent.eval.judges.report.JudgeComparison;
import io.reagent.eval.judges.report.JudgeEvaluationReport;
import io.reagent.eval.judges.report.JudgeReports;
import io.reagent.eval.judges.report.ReportMarkdown;
import io.reagent.kit.paging.PageParameters;
import io.reagent.kit.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What judges' scores amount to, and the attempts behind it. */
@Tag(name = "Judge evaluations")
@RestController
class JudgeReportsController {
    private static final int DISAGREEMENTS = 50;

    private final JudgeEvaluationStore store;
    private final JudgeReports reports;
    private final ItemViews items;

    JudgeReportsController(JudgeEvaluationStore store, JudgeReports reports, ItemViews items) {
        this.store = store;
        this.reports = reports;
        this.items = items;
    }

    /**
     * Some attempts of an evaluation.
     *
     * @param nextOffset of the next page, or null
     */
    record ItemPage(
            List<ItemViews.ItemView> items, @Nullable Integer nextOffset) {}

    @Operation(
            operationId = "reportJudgeEvaluation",
            summary = "What the judge's scores amount to, of all that was judged until now",
            description = "docs/evaluation.md has its fields. With Accept: text/markdown it comes as tables.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(implementation = JudgeEvaluationReport.class)),
                                @Content(mediaType = MediaType.TEXT_MARKDOWN_VALUE, schema = @Schema(type = "string"))
                            }))
    @GetMapping("/v1/judge-evaluations/{id}/report")
    public Mono<ResponseEntity<?>> report(@PathVariable String id, @Parameter(hidden = true) ServerHttpRequest http) {
        return MarkdownAnswer.of(
                http,
                JudgeEvaluationsController.existing(store, id, "id").flatMap(reports::report),
                ReportMarkdown::of);
    }

    @Operation(
            operationId = "listJudgeEvaluationItems",
            summary = "List the attempts of an evaluation with what the judge said of them",
            description =
                    "Parameters: order (worst, farthest from its label first, or position), attack (only attacks of"
                            + " this kind), offset, limit.")
    @GetMapping("/v1/judge-evaluations/{id}/items")
    public Mono<ItemPage> items(@PathVariable String id, @Parameter(hidden = true) ServerHttpRequest http) {
        PageParameters query =
                new PageParameters(http.getQueryParams()).allowOnly("order", "attack", "offset", "limit");
        ItemViews.Order order =
                Objects.requireNonNullElse(query.choice("order", ItemViews.Order.class), ItemViews.Order.POSITION);
        String attack = attack(query.text("attack"));
        int offset = Objects.requireNonNullElse(query.integer("offset"), 0);
        int limit = query.limit();
        return JudgeEvaluationsController.existing(store, id, "id")
                .flatMap(found ->
                        items.page(found.id(), order, attack, offset, limit + 1).collectList())
                .map(found -> new ItemPage(
                        found.subList(0, Math.min(limit, found.size())),
                        found.size() > limit ? (Integer) (offset + limit) : null));
    }

    private static @Nullable String attack(@Nullable String name) {
        if (name != null
                && Arrays.stream(AttackKind.values())
                        .noneMatch(kind -> kind.wireName().equals(name))) {
            throw PageParameters.invalid(
                    "attack",
                    "is not one of those there are",
                    "There are "
                            + Arrays.stream(AttackKind.values())
                                    .map(AttackKind::wireName)
                                    .collect(Collectors.joining(", ")));
        }
        return name;
    }

    @Operation(
            operationId = "findJudgeEvaluationItem",
            summary = "Find an attempt of an evaluation, with its trajectory and what the judge said of it")
    @GetMapping("/v1/judge-evaluations/{id}/items/{position}")
    public Mono<ItemViews.ItemView> item(@PathVariable String id, @PathVariable String position) {
        if (!position.matches("\\d{1,9}")) {
            throw PageParameters.invalid("position", "is not a whole number", "Send one such as 3");
        }
        return JudgeEvaluationsController.existing(store, id, "id")
                .flatMap(found -> items.find(found.id(), Integer.parseInt(position))
                        .switchIfEmpty(Mono.error(() -> Problem.of(
                                        HttpStatus.NOT_FOUND,
                                        "no-such-item",
                                        "The evaluation has no attempt at position " + position)
                                .field("position")
                                .remedy("GET /v1/judge-evaluations/" + found.id() + "/items lists them.")
                                .asException())));
    }

    @Operation(
            operationId = "compareJudgeEvaluations",
            summary = "Two judges on the attempts that both scored",
            description = "Parameters: a, b (ids of evaluations), limit (of the disagreements that are listed, 50).")
    @GetMapping("/v1/judge-evaluations/compare")
    public Mono<JudgeComparison> compare(@Parameter(hidden = true) ServerHttpRequest http) {
        PageParameters query = new PageParameters(http.getQueryParams()).allowOnly("a", "b", "limit");
        int most = query.text("limit") == null ? DISAGREEMENTS : query.limit();
        return Mono.zip(
                        JudgeEvaluationsController.existing(store, needed(query, "a"), "a"),
                        JudgeEvaluationsController.existing(store, needed(query, "b"), "b"))
                .flatMap(both -> reports.compare(both.getT1(), both.getT2(), most));
    }

    private static String needed(PageParameters query, String name) {
        String id = query.text(name);
        if (id == null) {
            throw PageParameters.invalid(name, "is missing", "Send the id of an evaluation of a judge");
        }
        return id;
    }
}
