package io.reagent.eval.http;

import io.reagent.eval.jobs.JobRunner;
import io.reagent.eval.jobs.JobState;
import io.reagent.eval.judges.JudgeEvaluation;
import io.reagent.eval.judges.JudgeEvaluationReader;
import io.reagent.eval.judges.JudgeEvaluationSpec;
import io.reagent.eval.judges.JudgeEvaluationStarts;
import io.reagent.eval.judges.JudgeEvaluationStore;
import io.reagent.eval.judges.sets.JudgeSetProperties;
import io.reagent.kit.events.Closing;
import io.reagent.kit.json.JsonBody;
import io.reagent.kit.paging.Cursor;
import io.reagent.kit.paging.Page;
import io.reagent.kit.paging.PageParameters;
import io.reagent.kit.paging.PathId;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.UUID;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Starts, finds, stops and continues evaluations of judges. */
@Tag(name = "Judge evaluations")
@RestController
class JudgeEvaluationsController {
    static final Cursor CURSOR = new Cursor("j1");

    private final JudgeEvaluationStarts starts;
    private final JudgeEvaluationStore store;
    private final JudgeSetProperties sets;
    private final JobRunner runner;
    private final Closing closing;

    JudgeEvaluationsController(
            JudgeEvaluationStarts starts,
            JudgeEvaluationStore store,
            JudgeSetProperties sets,
            JobRunner runner,
            Closing closing) {
        this.starts = starts;
        this.store = store;
        this.sets = sets;
        this.runner = runner;
        this.closing = closing;
    }

    @Operation(
            operationId = "createJudgeEvaluation",
            summary = "Hold a judge against labelled attempts",
            description =
                    "{\"judge\"?, \"name\"?, \"source\": {\"set\"} | {\"path\"} | {\"labels\": {\"split\"?, \"annotator\"?}} |"
                            + " {\"evaluation\": id}, \"subset\"?: {\"split\"?, \"source\"?, \"items\"?}, \"repeats\"?: 1,"
                            + " \"attacks\"?: true | false | {\"items\": 100}, \"threshold\"?: 0.5, \"concurrency\"?: 8, \"seed\"?,"
                            + " \"resamples\"?: 1000, \"temperature\"?}. The answer shows all defaults in spec.")
    @PostMapping(path = "/v1/judge-evaluations", consumes = MediaType.APPLICATION_JSON_VALUE)
    public Mono<ResponseEntity<JudgeEvaluation>> create(@RequestBody Mono<byte[]> body) {
        return body.map(JsonBody::read)
                .map(JudgeEvaluationReader::read)
                .flatMap(spec -> starts.create(spec, null))
                .map(JudgeEvaluationsController::created);
    }

    @Operation(
            operationId = "createJudgeEvaluationOfLines",
            summary = "Hold a judge against labelled attempts that the request brings",
            description =
                    "The body is the set, a line of JSON each, in any layout of docs/evaluation.md. What else is asked"
                            + " for stands in parameters: judge, name, subset.split, subset.source, subset.items, repeats, attacks,"
                            + " attacks.items, threshold, concurrency, seed, resamples, temperature.")
    @PostMapping(
            path = "/v1/judge-evaluations",
            consumes = {MediaType.APPLICATION_NDJSON_VALUE, "application/jsonl", "application/x-jsonlines"})
    public Mono<ResponseEntity<JudgeEvaluation>> createOfLines(@Parameter(hidden = true) ServerHttpRequest http) {
        JudgeEvaluationSpec spec = JudgeEvaluationReader.read(http.getQueryParams());
        int most = (int) Math.min(Integer.MAX_VALUE - 8, sets.largest().toBytes());
        return DataBufferUtils.join(http.getBody(), most)
                .onErrorMap(DataBufferLimitException.class, error -> tooLarge(error))
                .map(JudgeEvaluationsController::bytes)
                .defaultIfEmpty(new byte[0])
                .flatMap(sent -> starts.create(spec, sent))
                .map(JudgeEvaluationsController::created);
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private ProblemException tooLarge(DataBufferLimitException error) {
        return new ProblemException(
                Problem.of(
                                HttpStatus.CONTENT_TOO_LARGE,
                                "judge-set-too-large",
                                "The set has more than " + sets.largest().toMegabytes() + " MiB")
                        .remedy("Split it, or raise reagent.eval.judge-sets.largest."),
                error);
    }

    private static ResponseEntity<JudgeEvaluation> created(JudgeEvaluation evaluation) {
        return ResponseEntity.created(URI.create("/v1/judge-evaluations/" + evaluation.id()))
                .body(evaluation);
    }

    @Operation(
            operationId = "listJudgeEvaluations",
            summary = "List evaluations of judges, newest first",
            description = "Parameters: judge, state, name, cursor (next_cursor of the page before), limit.")
    @GetMapping("/v1/judge-evaluations")
    public Mono<Page<JudgeEvaluation>> page(@Parameter(hidden = true) ServerHttpRequest http) {
        PageParameters query = new PageParameters(http.getQueryParams()).allow("judge", "state", "name");
        int limit = query.limit();
        JobState state = query.choice("state", JobState.class);
        JudgeEvaluationStore.Filter filter = new JudgeEvaluationStore.Filter(
                query.text("judge"), state == null ? null : state.name(), query.text("name"));
        return store.page(filter, query.before(CURSOR), limit + 1)
                .collectList()
                .map(found -> Page.of(found, limit, CURSOR, JudgeEvaluation::id));
    }

    @Operation(operationId = "findJudgeEvaluation", summary = "Find an evaluation of a judge")
    @GetMapping("/v1/judge-evaluations/{id}")
    public Mono<JudgeEvaluation> find(@PathVariable String id) {
        return existing(store, id, "id");
    }

    @Operation(
            operationId = "streamJudgeEvaluation",
            summary = "Events of an evaluation of a judge",
            description =
                    "An event named evaluation whenever its state or the number of its judgements has changed, until"
                            + " it is over.")
    @GetMapping(path = "/v1/judge-evaluations/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    public Flux<ServerSentEvent<Object>> events(@PathVariable String id) {
        return Followed.evaluation(
                existing(store, id, "id"), found -> store.find(found.id()), JudgeEvaluation::over, closing);
    }

    @Operation(operationId = "cancelJudgeEvaluation", summary = "Stop an evaluation of a judge; what it has stays")
    @PostMapping("/v1/judge-evaluations/{id}/cancel")
    public Mono<JudgeEvaluation> cancel(@PathVariable String id) {
        return existing(store, id, "id").flatMap(found -> store.cancel(found.id())
                .switchIfEmpty(Mono.error(() -> conflict(found, "cancelled", "is over")))
                .then(store.find(found.id())));
    }

    @Operation(
            operationId = "resumeJudgeEvaluation",
            summary = "Let a cancelled or failed evaluation of a judge go on where it was",
            description = "Judgements that failed are outcomes and are not asked for again.")
    @PostMapping("/v1/judge-evaluations/{id}/resume")
    public Mono<JudgeEvaluation> resume(@PathVariable String id) {
        return existing(store, id, "id").flatMap(found -> store.resume(found.id())
                .switchIfEmpty(Mono.error(() -> conflict(found, "resumed", "is not over")))
                .doOnNext(job -> runner.look())
                .then(Mono.defer(() -> store.find(found.id()))));
    }

    /** The evaluation, or a 404. */
    static Mono<JudgeEvaluation> existing(JudgeEvaluationStore store, String id, String field) {
        UUID uuid = PathId.of(id, field, "evaluation of a judge");
        return store.find(uuid).switchIfEmpty(Mono.error(() -> Problem.of(
                        HttpStatus.NOT_FOUND, "no-such-judge-evaluation", "There is no evaluation of a judge " + uuid)
                .field(field)
                .remedy("GET /v1/judge-evaluations lists them.")
                .asException()));
    }

    private static ProblemException conflict(JudgeEvaluation evaluation, String action, String why) {
        return Problem.of(
                        HttpStatus.CONFLICT,
                        "judge-evaluation-state",
                        "The evaluation cannot be " + action + ": it " + why + " (" + evaluation.state() + ")")
                .field("id")
                .remedy("GET /v1/judge-evaluations/" + evaluation.id() + " says where it stands.")
                .asException();
    }
}
