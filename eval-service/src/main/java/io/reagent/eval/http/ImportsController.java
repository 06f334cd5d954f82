package io.reagent.eval.http;

import io.reagent.eval.evaluations.EvaluationStore;
import io.reagent.eval.imports.ImportFormat;
import io.reagent.eval.imports.Imports;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.json.JsonBody;
import io.reagent.kit.paging.PageParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Takes evaluations that were made elsewhere. */
@Tag(name = "Evaluations")
@RestController
class ImportsController {
    private static final String[] OPTIONS = {"benchmark", "policy", "name", "grader"};

    private final Imports imports;
    private final EvaluationStore store;

    ImportsController(Imports imports, EvaluationStore store) {
        this.imports = imports;
        this.store = store;
    }

    @Operation(
            operationId = "importEvaluation",
            summary = "Store an evaluation that was made elsewhere, and grade its attempts here",
            description =
                    "The body is the file. Parameters: format (release: JSON Lines of the paper's code; inspect: a"
                            + " log of Inspect AI in JSON), benchmark, grader (the benchmark's), policy (needed where the file"
                            + " names no model), name. Attempts are matched to questions by their text; one that answers none is"
                            + " an error that names it.")
    @PostMapping(
            path = "/v1/evaluations/import",
            consumes = {
                MediaType.APPLICATION_JSON_VALUE,
                MediaType.APPLICATION_NDJSON_VALUE,
                "application/jsonl",
                "application/x-jsonlines"
            })
    public Mono<ResponseEntity<EvaluationView>> take(@Parameter(hidden = true) ServerHttpRequest http) {
        PageParameters query =
                new PageParameters(http.getQueryParams()).allowOnly("format", "benchmark", "policy", "name", "grader");
        ImportFormat format = query.choice("format", ImportFormat.class);
        if (format == null) {
            throw PageParameters.invalid("format", "is missing", "Send release or inspect");
        }
        return imports.take(format, options(query), http.getBody())
                .flatMap(stored -> store.progress(stored).map(progress -> EvaluationView.of(stored, progress)))
                .map(view -> ResponseEntity.created(URI.create("/v1/evaluations/" + view.id()))
                        .body(view));
    }

    private static FieldReader options(PageParameters query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : OPTIONS) {
            String value = query.text(option);
            if (value != null) {
                options.put(option, value);
            }
        }
        return JsonBody.read(JsonMapper.shared().writeValueAsBytes(options));
    }
}
