package io.reagent.eval.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.reagent.eval.evaluations.Evaluation;
import io.reagent.eval.evaluations.EvaluationStarts;
import io.reagent.eval.evaluations.EvaluationStore;
import io.reagent.eval.evaluations.Evaluations;
import io.reagent.eval.jobs.JobState;
import io.reagent.kit.json.JsonBody;
import io.reagent.kit.paging.Cursor;
import io.reagent.kit.paging.Page;
import io.reagent.kit.paging.PageParameters;
import io.reagent.kit.paging.PathId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Starts, finds, stops, continues and extends evaluations of policies. */
@Tag(name = "Evaluations")
@RestController
class EvaluationsController {
    private static final Cursor CURSOR = new Cursor("e1");
    private static final byte[] NOTHING = {'{', '}'};

    private final EvaluationStarts starts;
    private final Evaluations evaluations;
    private final EvaluationStore store;

    EvaluationsController(EvaluationStarts starts, Evaluations evaluations, EvaluationStore store) {
        this.starts = starts;
        this.evaluations = evaluations;
        this.store = store;
    }

    /** What a suite's request is answered with. */
    record Suite(@JsonProperty("suite_id") UUID id, List<EvaluationView> evaluations) {}

    @Operation(
            operationId = "createEvaluation",
            summary = "Start an evaluation of a policy, or of every benchmark of a suite",
            description = "{\"benchmark\" | \"suite\", \"policy\", \"strategy\"?: plain | reagent-c, \"judge\"?,"
                    + " \"grader\"?: name | {\"name\", \"threshold\"?, \"server\"?}, \"samples\"?, \"sampling\"?:"
                    + " {\"temperature\", \"top_p\", \"max_tokens\"}, \"limits\"?: {\"turns\", \"calls\","
                    + " \"context_tokens\", \"wall\"}, \"subset\"?: {\"limit\", \"ids\", \"categories\", \"levels\"},"
                    + " \"seed\"?, \"budget\"?: {\"tokens\", \"time\", \"cost\"}, \"concurrency\"?, \"prompt\"?,"
                    + " \"tools\"?, \"dialect\"?, \"name\"?, \"run\"?: {\"id\", \"step\"}}; docs/evaluation.md has every"
                    + " field. The answer shows all defaults in spec.")
    @PostMapping(path = "/v1/evaluations", consumes = MediaType.APPLICATION_JSON_VALUE)
    public Mono<ResponseEntity<Object>> create(@RequestBody Mono<byte[]> body) {
        return body.map(JsonBody::read).flatMap(starts::start).flatMap(created -> views(created)
                .map(views -> answer(created, views)));
    }

    private static ResponseEntity<Object> answer(List<Evaluation> created, List<EvaluationView> views) {
        UUID suite = created.getFirst().suite();
        return suite == null
                ? ResponseEntity.created(
                                URI.create("/v1/evaluations/" + views.getFirst().id()))
                        .body(views.getFirst())
                : ResponseEntity.created(URI.create("/v1/evaluations?suite=" + suite))
                        .body(new Suite(suite, views));
    }

    private Mono<List<EvaluationView>> views(List<Evaluation> found) {
        return store.progress(found).map(progress -> found.stream()
                .map(evaluation -> EvaluationView.of(evaluation, Objects.requireNonNull(progress.get(evaluation.id()))))
                .toList());
    }

    private Mono<EvaluationView> view(Evaluation evaluation) {
        return store.progress(evaluation).map(progress -> EvaluationView.of(evaluation, progress));
    }

    @Operation(
            operationId = "listEvaluations",
            summary = "List evaluations, newest first",
            description =
                    "Parameters: state, benchmark, policy, strategy, name (a part of it), suite, run, cursor, limit.")
    @GetMapping("/v1/evaluations")
    public Mono<Page<EvaluationView>> page(@Parameter(hidden = true) ServerHttpRequest http) {
        PageParameters query = new PageParameters(http.getQueryParams())
                .allow("state", "benchmark", "policy", "strategy", "name", "suite", "run");
        int limit = query.limit();
        EvaluationStore.Filter filter = new EvaluationStore.Filter(
                query.choice("state", JobState.class),
                query.text("benchmark"),
                query.text("policy"),
                query.text("strategy"),
                query.text("name"),
                query.id("suite", "suite"),
                query.id("run", "training run"));
        return store.page(filter, query.before(CURSOR), limit + 1)
                .collectList()
                .flatMap(this::views)
                .map(found -> Page.of(found, limit, CURSOR, EvaluationView::id));
    }

    @Operation(operationId = "findEvaluation", summary = "Find an evaluation")
    @GetMapping("/v1/evaluations/{id}")
    public Mono<EvaluationView> find(@PathVariable String id) {
        return evaluations.existing(id(id)).flatMap(this::view);
    }

    @Operation(operationId = "cancelEvaluation", summary = "Stop an evaluation; what is done stays and counts")
    @PostMapping("/v1/evaluations/{id}/cancel")
    public Mono<EvaluationView> cancel(@PathVariable String id) {
        return evaluations.cancel(id(id)).flatMap(this::view);
    }

    @Operation(
            operationId = "resumeEvaluation",
            summary = "Let an evaluation go on that was cancelled, failed or is partial",
            description = "{\"budget\"?}: attempts of which nothing came are made again.")
    @PostMapping("/v1/evaluations/{id}/resume")
    public Mono<EvaluationView> resume(@PathVariable String id, @RequestBody(required = false) Mono<byte[]> body) {
        return body.defaultIfEmpty(NOTHING)
                .flatMap(sent -> evaluations.resume(id(id), JsonBody.read(sent)))
                .flatMap(this::view);
    }

    @Operation(
            operationId = "extendEvaluation",
            summary = "Have more attempts made at each question of an evaluation that is over",
            description = "{\"samples\": how many in all, \"budget\"?}")
    @PostMapping("/v1/evaluations/{id}/extend")
    public Mono<EvaluationView> extend(@PathVariable String id, @RequestBody Mono<byte[]> body) {
        return body.flatMap(sent -> evaluations.extend(id(id), JsonBody.read(sent)))
                .flatMap(this::view);
    }

    static UUID id(String text) {
        return PathId.of(text, "evaluation");
    }
}
