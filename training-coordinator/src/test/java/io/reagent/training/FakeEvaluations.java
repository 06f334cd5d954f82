package io.reagent.training;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.reagent.kit.database.UuidV7;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An eval-service whose evaluations go on until they are told to end. Names are unique there, as at the real one. */
public final class FakeEvaluations implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final LoopResources loops = LoopResources.create("fake-evaluations", 1, true);
    private final DisposableServer server;
    private final Map<String, ObjectNode> evaluations = new ConcurrentSkipListMap<>();
    private volatile boolean down;
    private volatile boolean mute;
    private volatile boolean crowded;

    public FakeEvaluations() {
        server = HttpServer.create()
                .runOn(loops)
                .port(0)
                .route(routes -> routes.get("/v1/benchmarks", (request, response) -> json(response, 200, """
                                {"items": [{"name": "sums", "suites": ["numbers"], "readable": true},
                                    {"name": "products", "suites": ["numbers"], "readable": true},
                                    {"name": "gaia", "suites": [], "readable": false, "problem": {"detail": "there is no file"}}]}"""))
                        .post("/v1/evaluations", this::start)
                        .get("/v1/evaluations", this::list)
                        .get("/v1/evaluations/grid", this::grid))
                .bindNow();
    }

    public String url() {
        return "http://localhost:" + server.port();
    }

    /** Every route answers 503 from now on, or no longer. */
    public void down(boolean now) {
        down = now;
    }

    /** What is ordered is started from now on, but whoever ordered it never hears of it; or no longer. */
    public void mute(boolean now) {
        mute = now;
    }

    /** The grid is refused from now on, as of too many evaluations. */
    public void crowd() {
        crowded = true;
    }

    /** What was ordered, in the order of steps. */
    public List<JsonNode> orders() {
        return evaluations.values().stream()
                .map(view -> view.path("order"))
                .sorted(java.util.Comparator.comparingInt(
                        order -> order.path("run").path("step").intValue()))
                .toList();
    }

    /** Everything ends that goes on. */
    public void endAll() {
        evaluations.values().forEach(view -> view.put("state", "SUCCEEDED"));
    }

    private Publisher<Void> start(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().flatMap(body -> {
            JsonNode order = JSON.readTree(body);
            String name = order.path("name").asString();
            ObjectNode view = view(order);
            if (down) {
                return Mono.from(json(response, 200, "{}"));
            }
            if (evaluations.putIfAbsent(name, view) != null) {
                return Mono.from(
                        json(response, 409, "{\"type\": \"urn:reagent:problem:name-taken\", \"detail\": \"taken\"}"));
            }
            return Mono.from(json(response, mute ? 502 : 201, JSON.writeValueAsString(view)));
        });
    }

    private static ObjectNode view(JsonNode order) {
        ObjectNode view = JSON.createObjectNode();
        view.put("id", UuidV7.next().toString())
                .put("state", "RUNNING")
                .put("items", 20)
                .set("name", order.path("name"));
        view.set("order", order);
        ObjectNode spec = view.putObject("spec");
        spec.putObject("subject")
                .put("policy", order.path("policy").asString())
                .put("strategy", order.path("strategy").asString());
        spec.putObject("questions").set("benchmark", order.path("benchmark"));
        spec.putObject("origin")
                .put("run", order.path("run").path("id").asString())
                .set("step", order.path("run").path("step"));
        return view;
    }

    /** Pages of one. */
    private Publisher<Void> list(HttpServerRequest request, HttpServerResponse response) {
        List<ObjectNode> found = of(request);
        Map<String, List<String>> query = new QueryStringDecoder(request.uri()).parameters();
        int from = query.containsKey("cursor")
                ? Integer.parseInt(query.get("cursor").getFirst())
                : 0;
        ObjectNode page = JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        found.stream().skip(from).limit(1).forEach(items::add);
        page.put("next_cursor", from + 1 < found.size() ? String.valueOf(from + 1) : null);
        return json(response, 200, page.toString());
    }

    private List<ObjectNode> of(HttpServerRequest request) {
        String run =
                new QueryStringDecoder(request.uri()).parameters().get("run").getFirst();
        return evaluations.values().stream()
                .filter(view ->
                        view.path("order").path("run").path("id").asString().equals(run))
                .toList();
    }

    private Publisher<Void> grid(HttpServerRequest request, HttpServerResponse response) {
        if (crowded) {
            return json(response, 422, "{\"type\": \"urn:reagent:problem:grid-too-large\", \"detail\": \"too many\"}");
        }
        ObjectNode grid = JSON.createObjectNode();
        ArrayNode rows = grid.putArray("rows");
        of(request).stream()
                .filter(view -> view.path("state").asString().equals("SUCCEEDED"))
                .forEach(view -> rows.addObject()
                        .putArray("cells")
                        .addObject()
                        .put("evaluation", view.path("id").asString())
                        .put("questions", 20)
                        .putObject("pass_at_1")
                        .put("value", 0.5)
                        .put("low", 0.25)
                        .put("high", 0.75));
        return json(response, 200, grid.toString());
    }

    private Publisher<Void> json(HttpServerResponse response, int status, String body) {
        return response.status(down ? 503 : status)
                .header("Content-Type", status < 400 ? "application/json" : "application/problem+json")
                .sendString(Mono.just(body));
    }

    @Override
    public void close() {
        server.disposeNow();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
    }
}
