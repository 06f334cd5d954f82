package io.reagent.training.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.reagent.kit.json.JsonBody;
import io.reagent.kit.paging.Cursor;
import io.reagent.kit.paging.Page;
import io.reagent.kit.paging.PageParameters;
import io.reagent.kit.paging.PathId;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import io.reagent.training.runs.RunState;
import io.reagent.training.store.RunList;
import io.reagent.training.store.RunRecord;
import io.reagent.training.store.RunStore;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Starts, finds, stops and continues training runs. */
@Tag(name = "Training runs")
@RestController
class RunsController {
    static final Cursor CURSOR = new Cursor("t1");

    private final RunStore store;
    private final RunList list;
    private final RunStarts starts;

    RunsController(RunStore store, RunList list, RunStarts starts) {
        this.store = store;
        this.list = list;
        this.starts = starts;
    }

    /** A run in the list, with its last numbers. */
    record Listed(@JsonUnwrapped RunView run, RunList.Reached last) {}

    @Operation(
            operationId = "createTrainingRun",
            summary = "Start a training run",
            description = "{\"kind\": sft | grpo | reagent-r | reagent-u, \"name\"?, \"target\"?: policy | rrm,"
                    + " \"policy\": {\"base_model\", \"lora_rank\"?, \"tokenizer_directory\"?, \"server\"?, \"system\"?},"
                    + " \"judge\"?: {\"server\"?, \"name\"?}, \"dataset\": {\"name\": world | jsonl | gsm8k, …},"
                    + " \"options\"?: {…}}; docs/training.md has every option. The answer shows all defaults in spec.")
    @PostMapping(path = "/v1/training-runs", consumes = MediaType.APPLICATION_JSON_VALUE)
    public Mono<ResponseEntity<RunView>> create(@RequestBody Mono<byte[]> body) {
        return body.map(JsonBody::read).flatMap(starts::create).map(RunsController::created);
    }

    private static ResponseEntity<RunView> created(RunRecord run) {
        return ResponseEntity.created(URI.create("/v1/training-runs/" + run.id()))
                .body(RunView.of(run));
    }

    @Operation(
            operationId = "listTrainingRuns",
            summary = "List runs, newest first, with their last reward and pass@1",
            description =
                    "Parameters: state, kind, name (a part of it), cursor (next_cursor of the page before), limit.")
    @GetMapping("/v1/training-runs")
    public Mono<Page<Listed>> page(@Parameter(hidden = true) ServerHttpRequest http) {
        PageParameters query = new PageParameters(http.getQueryParams()).allow("state", "kind", "name");
        int limit = query.limit();
        RunList.Filter filter =
                new RunList.Filter(query.choice("state", RunState.class), query.text("kind"), query.text("name"));
        return list.page(filter, query.before(CURSOR), limit + 1)
                .map(found -> new Listed(RunView.of(found.run()), found.reached()))
                .collectList()
                .map(found ->
                        Page.of(found, limit, CURSOR, listed -> listed.run().id()));
    }

    @Operation(operationId = "findTrainingRun", summary = "Find a run")
    @GetMapping("/v1/training-runs/{id}")
    public Mono<RunView> find(@PathVariable String id) {
        return existing(store, id).map(RunView::of);
    }

    @Operation(operationId = "cancelTrainingRun", summary = "Stop a run; what it committed stays")
    @PostMapping("/v1/training-runs/{id}/cancel")
    public Mono<RunView> cancel(@PathVariable String id) {
        return existing(store, id)
                .flatMap(run -> store.cancel(run.id()).switchIfEmpty(Mono.error(() -> conflict(run, "cancelled"))))
                .map(RunView::of);
    }

    @Operation(operationId = "resumeTrainingRun", summary = "Let a cancelled or failed run go on where it was")
    @PostMapping("/v1/training-runs/{id}/resume")
    public Mono<RunView> resume(@PathVariable String id) {
        return existing(store, id)
                .flatMap(run -> store.resume(run.id()).switchIfEmpty(Mono.error(() -> conflict(run, "resumed"))))
                .map(RunView::of);
    }

    @Operation(
            operationId = "forkTrainingRun",
            summary = "Start a new run from a checkpoint of this one",
            description =
                    "{\"step\"?: steps trained, \"name\"?, \"kind\"?, \"judge\"?, \"dataset\"?, \"options\"?}: what is"
                            + " left out is this run's.")
    @PostMapping("/v1/training-runs/{id}/fork")
    public Mono<ResponseEntity<RunView>> fork(
            @PathVariable String id, @RequestBody(required = false) Mono<byte[]> body) {
        Mono<byte[]> sent = body.defaultIfEmpty(new byte[] {'{', '}'});
        return existing(store, id)
                .zipWith(sent.map(JsonBody::read))
                .flatMap(both -> starts.fork(both.getT1(), both.getT2()))
                .map(RunsController::created);
    }

    /** The run, or a 404. */
    static Mono<RunRecord> existing(RunStore store, String id) {
        UUID uuid = PathId.of(id, "training run");
        return store.find(uuid).switchIfEmpty(Mono.error(() -> Problem.of(
                        HttpStatus.NOT_FOUND, "no-such-run", "There is no training run " + uuid)
                .field("id")
                .remedy("GET /v1/training-runs lists them.")
                .asException()));
    }

    private static ProblemException conflict(RunRecord run, String action) {
        return Problem.of(
                        HttpStatus.CONFLICT,
                        "run-state",
                        "The run cannot be " + action + ": it is not "
                                + (action.equals("resumed") ? "stopped" : "active") + " (it was " + run.state() + ")")
                .field("id")
                .remedy("GET /v1/training-runs/" + run.id() + " says where it stands.")
                .asException();
    }
}
