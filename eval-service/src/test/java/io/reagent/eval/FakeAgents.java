package io.reagent.eval;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.reagent.kit.database.UuidV7;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A policy-api whose agents answer as a script says. The same id is the same run, as at the real one. */
public final class FakeAgents implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final LoopResources loops = LoopResources.create("fake-agents", 1, true);
    private final DisposableServer server;
    private final Map<String, Mono<ObjectNode>> runs = new ConcurrentHashMap<>();
    private final Map<String, ObjectNode> ended = new ConcurrentHashMap<>();
    private final List<JsonNode> orders = new CopyOnWriteArrayList<>();
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inProgress = new AtomicInteger();
    private final AtomicInteger mostInProgress = new AtomicInteger();
    private volatile Script script = order -> Answer.of("42");
    private volatile String weights = "fake-weights";
    private volatile boolean every;
    private volatile Duration pause = Duration.ofMillis(5);

    /** What an agent does with an order. */
    public interface Script {
        Answer answer(JsonNode order);
    }

    /**
     * How a run comes out.
     *
     * @param status of HTTP, 200 for a run
     * @param answer null for none
     * @param refined a second attempt's, with reagent-c
     * @param error with which the model failed, or null
     */
    public record Answer(int status, String answer, String refined, String error) {
        public static Answer of(String answer) {
            return new Answer(200, answer, null, null);
        }

        public static Answer refined(String first, String last) {
            return new Answer(200, first, last, null);
        }

        public static Answer failed(String error) {
            return new Answer(200, null, null, error);
        }

        /** Something else answers in the service's place. */
        public static Answer garbage() {
            return new Answer(200, "<html>", null, "garbage");
        }

        /** Whoever asks hears nothing. */
        public static Answer silence() {
            return new Answer(0, null, null, null);
        }

        public static Answer status(int status) {
            return new Answer(status, null, null, null);
        }
    }

    public FakeAgents() {
        server = HttpServer.create()
                .runOn(loops)
                .port(0)
                .route(routes -> routes.post("/v1/agents/runs", this::run)
                        .get("/v1/agents/runs/{id}/trajectories", this::trajectories)
                        .post("/v1/agents/runs/{id}/cancel", this::cancel)
                        .get("/v1/agents/models", this::models)
                        .get("/v1/agents/tools", (request, response) -> json(response, 200, tools())))
                .bindNow();
    }

    private Publisher<Void> models(HttpServerRequest request, HttpServerResponse response) {
        List<String> names = new QueryStringDecoder(request.uri()).parameters().get("name");
        if (names == null) {
            return json(response, 200, "{\"models\": [{\"name\": \"fake\"}, {\"name\": \"other\"}]}");
        }
        String name = names.getFirst();
        boolean checkpoint = name.startsWith("tinker://") && !name.contains("deleted");
        return checkpoint || name.equals("fake") || name.equals("other")
                ? json(response, 200, """
                        {"models": [{"name": "%s", "weights": "%s", "saved": %b}]}""".formatted(name, checkpoint ? weights : name, checkpoint))
                : json(response, 422, """
                        {"type": "urn:reagent:problem:unknown-model", "detail": "There is no model named '%s'",
                         "field": "model", "remedy": "Name one of fake, other."}""".formatted(name));
    }

    /** What computes its checkpoints from now on. */
    public void weights(String other) {
        weights = other;
    }

    private String tools() {
        String others = every
                ? ",python,file_reader,image2text,audio2text"
                        .replaceAll(
                                ",(\\w+)",
                                ", {\"name\": \"$1\", \"available\": true, \"description\": \"t\", \"parameters\": {}}")
                : ", {\"name\": \"python\", \"available\": false, \"reason\": \"no sandbox here\"}";
        return """
                {"tools": [{"name": "search", "available": true, "description": "s", "parameters": {}},
                 {"name": "browse", "available": true, "description": "b", "parameters": {}}%s]}""".formatted(others);
    }

    /** From now on agents have all six tools. */
    public void haveEveryTool() {
        every = true;
    }

    public String url() {
        return "http://localhost:" + server.port();
    }

    public void script(Script other) {
        script = other;
    }

    /** How long each run takes. */
    public void pause(Duration time) {
        pause = time;
    }

    /** Every order of a run that was not there before. */
    public List<JsonNode> orders() {
        return orders;
    }

    public Set<String> cancelled() {
        return cancelled;
    }

    public int mostInProgress() {
        return mostInProgress.get();
    }

    private Publisher<Void> run(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().flatMap(body -> {
            JsonNode order = JSON.readTree(body);
            String id = order.path("id").asString();
            Answer answer = script.answer(order);
            if (answer.status() == 0) {
                return Mono.never();
            }
            if ("garbage".equals(answer.error())) {
                response.header("Content-Type", "text/event-stream");
                return response.sendString(Mono.just("event: run\ndata: " + answer.answer() + "\n\n"))
                        .then();
            }
            if (answer.status() != 200 && !runs.containsKey(id)) {
                return Mono.from(json(response, answer.status(), """
                        {"type": "urn:reagent:problem:scripted", "detail": "scripted", "status": %d}""".formatted(answer.status())));
            }
            Mono<ObjectNode> run = runs.computeIfAbsent(id, first -> {
                orders.add(order);
                return Mono.defer(() -> {
                            mostInProgress.accumulateAndGet(inProgress.incrementAndGet(), Math::max);
                            return Mono.delay(pause);
                        })
                        .map(tick -> {
                            inProgress.decrementAndGet();
                            return view(id, order, answer);
                        })
                        .doOnNext(view -> ended.put(id, view))
                        .cache();
            });
            response.header("Content-Type", "text/event-stream");
            return response.sendString(run.map(view -> "event: run\ndata: " + JSON.writeValueAsString(view) + "\n\n"))
                    .then();
        });
    }

    private ObjectNode view(String id, JsonNode order, Answer answer) {
        String last = answer.refined() == null ? answer.answer() : answer.refined();
        ObjectNode view = attempt(last, answer.error());
        view.put("id", id).put("status", "DONE").put("weights", weights).put("elapsed_ms", 5);
        view.set("question", order.path("question"));
        if (answer.refined() != null) {
            ObjectNode first = attempt(answer.answer(), null);
            first.putObject("judgement")
                    .put("outcome", "SCORED")
                    .put("judge", "fake")
                    .put("score", 0.25)
                    .put("critique", "Think again.");
            view.set("first", first);
            ((ObjectNode) view.path("usage"))
                    .put("turns", 2)
                    .put("prompt_tokens", 200)
                    .put("completion_tokens", 20);
        }
        ObjectNode trajectories = view.putObject("trajectories");
        trajectories.set("initial", trajectory(order, answer.answer()));
        if (answer.refined() != null) {
            trajectories.set("refined", trajectory(order, answer.refined()));
        }
        return view;
    }

    private static ObjectNode attempt(String answer, String error) {
        ObjectNode attempt = NODES.objectNode();
        attempt.put("trajectory_id", UuidV7.next().toString());
        attempt.put("stop", error != null ? "MODEL_FAILED" : answer == null ? "NO_ANSWER" : "ANSWERED");
        attempt.put("answer", answer);
        attempt.put("error", error);
        attempt.putArray("turns").addObject().put("said", answer);
        attempt.putObject("usage")
                .put("turns", 1)
                .put("calls", 0)
                .put("prompt_tokens", 100)
                .put("completion_tokens", 10);
        return attempt;
    }

    private static ObjectNode trajectory(JsonNode order, String answer) {
        ObjectNode trajectory = NODES.objectNode();
        trajectory.put("question", order.path("question").asString("a task of the world"));
        trajectory.putArray("steps");
        trajectory.put("answer", answer);
        return trajectory;
    }

    private Publisher<Void> trajectories(HttpServerRequest request, HttpServerResponse response) {
        ObjectNode view = ended.get(request.param("id"));
        return view == null
                ? json(response, 404, "{\"type\": \"urn:reagent:problem:no-such-run\"}")
                : json(response, 200, JSON.writeValueAsString(view.path("trajectories")));
    }

    private Publisher<Void> cancel(HttpServerRequest request, HttpServerResponse response) {
        cancelled.add(request.param("id"));
        return json(response, 200, "{}");
    }

    private static Publisher<Void> json(HttpServerResponse response, int status, String body) {
        return response.status(status)
                .header("Content-Type", status < 400 ? "application/json" : "application/problem+json")
                .sendString(Mono.just(body));
    }

    @Override
    public void close() {
        server.disposeNow();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
    }
}
