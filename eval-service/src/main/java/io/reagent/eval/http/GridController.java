package io.reagent.eval.http;

import io.reagent.eval.evaluations.EvaluationStore;
import io.reagent.eval.grid.EvaluationGrid;
import io.reagent.eval.grid.GridMarkdown;
import io.reagent.eval.grid.Grids;
import io.reagent.eval.pictures.Pictures;
import io.reagent.kit.paging.PageParameters;
import io.reagent.kit.paging.PathId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Benchmarks by policies. */
@Tag(name = "Evaluations")
@RestController
class GridController {
    private static final String[] PARAMETERS = {"benchmark", "policy", "suite", "run", "arm", "confidence"};
    private static final int ID = 36;

    private final Grids grids;

    GridController(Grids grids) {
        this.grids = grids;
    }

    @Operation(
            operationId = "evaluationGrid",
            summary =
                    "Benchmarks by policies: of each the evaluation that is over with the most questions, then the newest",
            description =
                    "Parameters: benchmark, policy, suite, run, arm (RUN:NAME, once for each training run that is to"
                            + " have a name, such as U), confidence (0.95). With Accept: text/markdown it comes as a table.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(implementation = EvaluationGrid.class)),
                                @Content(mediaType = MediaType.TEXT_MARKDOWN_VALUE, schema = @Schema(type = "string"))
                            }))
    @GetMapping("/v1/evaluations/grid")
    public Mono<ResponseEntity<?>> grid(@Parameter(hidden = true) ServerHttpRequest http) {
        return MarkdownAnswer.of(http, asked(http), GridMarkdown::of);
    }

    @Operation(
            operationId = "drawGrid",
            summary = "The same as SVG, with intervals",
            description = "Parameters as of the grid.")
    @GetMapping("/v1/evaluations/grid.svg")
    public Mono<ResponseEntity<String>> picture(@Parameter(hidden = true) ServerHttpRequest http) {
        return asked(http).flatMap(grid -> PicturesController.drawn(() -> Pictures.grid(grid)));
    }

    private Mono<EvaluationGrid> asked(ServerHttpRequest http) {
        PageParameters query = new PageParameters(http.getQueryParams()).allowOnly(PARAMETERS);
        EvaluationStore.Filter filter = new EvaluationStore.Filter(
                null,
                query.text("benchmark"),
                query.text("policy"),
                null,
                null,
                query.id("suite", "suite"),
                query.id("run", "training run"));
        return grids.of(filter, arms(query), ResultsController.confidence(query));
    }

    private static Map<UUID, String> arms(PageParameters query) {
        Map<UUID, String> arms = new HashMap<>();
        for (String arm : query.query().getOrDefault("arm", List.of())) {
            if (arm.length() <= ID + 1 || arm.charAt(ID) != ':') {
                throw PageParameters.invalid(
                        "arm", "is not RUN:NAME", "Send the id of a training run, a colon and a name");
            }
            arms.put(PathId.of(arm.substring(0, ID), "arm", "training run"), arm.substring(ID + 1));
        }
        return arms;
    }
}
