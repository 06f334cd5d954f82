package io.reagent.agents.http;

import io.reagent.agents.runs.AgentRuns;
import io.reagent.agents.runs.RunEvent;
import io.reagent.agents.store.AgentRunRecord;
import io.reagent.agents.store.AgentRunStore;
import io.reagent.agents.store.AgentRunStore.Part;
import io.reagent.kit.events.EventStream;
import io.reagent.kit.paging.PageParameters;
import io.reagent.kit.paging.PathId;
import io.reagent.kit.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Runs agents, and finds the runs that were made. */
@Tag(name = "Agents")
@RestController
@RequestMapping("/v1/agents/runs")
class AgentRunsController {
    private final AgentRuns runs;
    private final AgentRunStore store;

    AgentRunsController(AgentRuns runs, AgentRunStore store) {
        this.runs = runs;
        this.store = store;
    }

    @Operation(
            operationId = "runAgent",
            summary = "Run an agent on a question",
            description = "Answers when the run has ended. With Accept: text/event-stream, started, each turn, the"
                    + " judgement and the run are sent as they happen. The run goes on when the caller leaves. The same body"
                    + " with the same id follows the run that there is, or answers with it once it has ended; another"
                    + " body with that id is refused (409). With events=end (all), the run alone is sent, at its end, and"
                    + " has its attempts as trajectories, by stage.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            examples = @ExampleObject(name = "run", value = RunBody.EXAMPLE))))
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    public Mono<ResponseEntity<?>> run(
            @RequestBody Mono<byte[]> body, @Parameter(hidden = true) ServerHttpRequest http) {
        boolean endAlone = new PageParameters(http.getQueryParams()).choice("events", Told.class) == Told.END;
        return body.map(RunBody::read)
                .flatMap(runs::start)
                .flatMap(events -> EventStream.answer(
                        http, endAlone ? RunEvents.endOf(events) : RunEvents.of(events), ended(events, endAlone)));
    }

    /** Which events are sent. */
    enum Told {
        ALL,
        END
    }

    private static Mono<AgentRunView> ended(Flux<RunEvent> events, boolean trajectories) {
        return events.ofType(RunEvent.Ended.class).next().map(end -> AgentRunView.of(end, trajectories));
    }

    @Operation(operationId = "listAgentRuns", summary = "List runs, newest first")
    @GetMapping
    public Mono<AgentRunPage> page(@Parameter(hidden = true) ServerHttpRequest http) {
        RunQuery query = RunQuery.of(http.getQueryParams());
        // one more than asked for tells whether there is a next page
        return store.page(query.filter(), query.before(), query.limit() + 1)
                .collectList()
                .map(found -> AgentRunPage.of(found, query.limit()));
    }

    @Operation(operationId = "findAgentRun", summary = "Find a run with its turns")
    @GetMapping("/{id}")
    public Mono<AgentRunView> find(@PathVariable String id) {
        return stored(id).flatMap(run -> store.attempts(run.id()).collectList().map(all -> AgentRunView.of(run, all)));
    }

    @Operation(
            operationId = "findAgentRunPart",
            summary = "Find a run's attempts by stage: as trajectories, as chat messages, or as tokens to train on")
    @GetMapping("/{id}/{part:trajectories|messages|sequences}")
    public Mono<Map<String, JsonNode>> part(@PathVariable String id, @PathVariable String part) {
        Part wanted =
                switch (part) {
                    case "messages" -> Part.MESSAGES;
                    case "sequences" -> Part.SEQUENCES;
                    default -> Part.CANONICAL;
                };
        return stored(id)
                .flatMap(run -> store.column(run.id(), wanted).collectMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Operation(operationId = "cancelAgentRun", summary = "End a run early; gives it as it ended")
    @PostMapping("/{id}/cancel")
    public Mono<AgentRunView> cancel(@PathVariable String id) {
        UUID run = PathId.of(id, "run");
        return stored(id)
                .flatMap(there -> runs.cancel(run))
                .flatMap(ended -> find(id))
                .flatMap(this::nowEnded);
    }

    private Mono<AgentRunView> nowEnded(AgentRunView run) {
        return run.hasEnded()
                ? Mono.just(run)
                : Mono.error(Problem.of(HttpStatus.CONFLICT, "runs-elsewhere", "The run goes on in another process")
                        .field("id")
                        .remedy("Send this to the replica that runs it.")
                        .asException());
    }

    private Mono<AgentRunRecord> stored(String id) {
        return Mono.defer(() -> store.find(PathId.of(id, "run")))
                .switchIfEmpty(Mono.error(() -> Problem.of(HttpStatus.NOT_FOUND, "no-such-run", "There is no run " + id)
                        .field("id")
                        .remedy("Use an id that POST or GET /v1/agents/runs answered.")
                        .asException()));
    }
}
