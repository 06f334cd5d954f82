package io.reagent.training;

import io.reagent.text.Tokenizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Tinker server whose weights are one number. Training moves it by everything it was sent, so two models are equal only
 * if they were trained by the same data in the same order. It refuses what the protocol forbids. Policies answer "What is
 * N?" rightly for every third seed.
 */
public final class FakeTinkerServer implements AutoCloseable {
    public static final Path TOKENIZER =
            Path.of("../models/rrm-tiny").toAbsolutePath().normalize();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Tokenizer tokenizer = Tokenizer.load(TOKENIZER);
    private final int end = tokenizer.id("<|im_end|>");
    private final FakeWeights weights = new FakeWeights();
    private final Map<String, JsonNode> futures = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final List<JsonNode> samples = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> failing = new ConcurrentHashMap<>();
    private final Set<String> endless = ConcurrentHashMap.newKeySet();
    private volatile boolean down;
    private volatile boolean wantsKey;
    private volatile boolean onlyLoaded;
    private volatile Duration pause = Duration.ZERO;
    private volatile Policy policy = FakeTinkerServer::sometimesRight;
    private final LoopResources loops = LoopResources.create("fake-policy", 1, true);
    private DisposableServer server;
    private final int port;

    /** What a policy says. */
    public interface Policy {
        String say(String prompt, long seed);
    }

    public FakeTinkerServer() {
        server = listen(0);
        port = server.port();
    }

    private DisposableServer listen(int at) {
        return HttpServer.create()
                // a replica that stops disposes of the shared ones
                .runOn(loops)
                .port(at)
                .httpRequestDecoder(spec -> spec.maxInitialLineLength(8192))
                .route(routes -> routes.post("/api/v1/{call}", this::answer)
                        .get("/api/v1/get_server_capabilities", this::capabilities)
                        .get("/v1/models/broken", (request, response) -> response.header(
                                        "Content-Type", "application/json")
                                .sendString(Mono.just("{\"id\": \"broken\", \"unavailable\": \"no config.json\"}"))
                                .then())
                        .delete("/api/v1/training_runs/{model}/checkpoints/{kind}/{name}", this::delete))
                .bindNow();
    }

    public String url() {
        return "http://localhost:" + port;
    }

    public void policy(Policy says) {
        policy = says;
    }

    /** Refuses connections until {@link #comeBack}. */
    public void goAway() {
        down = true;
        server.disposeNow();
    }

    public void comeBack() {
        server = listen(port);
        down = false;
    }

    /** From now on it tells nobody without a key what it has. */
    public void wantKey() {
        wantsKey = true;
    }

    /** How long each sample takes. */
    public void pause(Duration each) {
        pause = each;
    }

    /** The next so many calls of a kind fail with 400. */
    public void fail(String call, int times) {
        failing.put(call, times);
    }

    /** From now on what a call began is never finished. */
    public void neverFinish(String call) {
        endless.add(call);
    }

    /** From now on a call is finished again, and so is what it began before. */
    public void finish(String call) {
        endless.remove(call);
    }

    /** Models in training. */
    public int models() {
        return weights.models();
    }

    /** Requests to sample, in the order they came. */
    public List<JsonNode> samples() {
        return List.copyOf(samples);
    }

    /** The number a path stands for, or null when nothing is saved there. */
    public Long weights(String path) {
        return weights.saved(path);
    }

    /** From now on a checkpoint is sampled only while the model that saved it is there, as on SkyRL's server. */
    public void sampleOnlyLoaded() {
        onlyLoaded = true;
    }

    /** Forgets all models in training, as a restart does; what was saved stays. */
    public void restart() {
        weights.forget();
        futures.clear();
    }

    public static String sometimesRight(String prompt, long seed) {
        int at = prompt.indexOf("What is ");
        String number = prompt.substring(at + 8, prompt.indexOf('?', at));
        return seed % 3 == 0 ? number : "not " + number;
    }

    private Mono<Void> capabilities(HttpServerRequest http, HttpServerResponse response) {
        return response.status(wantsKey ? 401 : 200)
                .header("Content-Type", "application/json")
                .sendString(Mono.just("{\"supported_models\": [{\"model_name\": \"fake\"}]}"))
                .then();
    }

    private Mono<Void> answer(HttpServerRequest http, HttpServerResponse response) {
        String call = http.param("call");
        return http.receive().aggregate().asString().defaultIfEmpty("{}").flatMap(body -> {
            JsonNode request = JSON.readTree(body);
            Duration wait = call.equals("asample") ? pause : Duration.ZERO;
            return Mono.delay(wait).then(Mono.defer(() -> respond(call, request, response)));
        });
    }

    private Mono<Void> respond(String call, JsonNode request, HttpServerResponse response) {
        if (down) {
            return send(response, 503, problem("down"));
        }
        try {
            synchronized (this) {
                Integer left = failing.get(call);
                if (left != null && left > 0) {
                    failing.put(call, left - 1);
                    return send(response, 400, problem(call + " failed on purpose: no space left on device"));
                }
                return switch (call) {
                    case "create_session" ->
                        send(response, 200, JSON.createObjectNode().put("session_id", id("s")));
                    case "session_heartbeat" -> send(response, 200, JSON.createObjectNode());
                    case "retrieve_future" -> future(request, response);
                    default -> send(response, 200, submit(call, request));
                };
            }
        } catch (FakeWeights.NoSuchModel gone) {
            return send(response, 404, problem(gone.getMessage()));
        } catch (IllegalArgumentException forbidden) {
            return send(response, 400, problem(forbidden.getMessage()));
        }
    }

    /** The first look at a result comes too early. */
    private Mono<Void> future(JsonNode request, HttpServerResponse response) {
        String id = request.path("request_id").asString();
        JsonNode result = futures.get(id);
        if (result == null) {
            return send(response, 410, problem("gone"));
        }
        if (endless.contains(result.path("endless").asString(""))) {
            return send(response, 408, JSON.createObjectNode().put("type", "try_again"));
        }
        if (!result.has("looked_at")) {
            ((ObjectNode) result).put("looked_at", true);
            return send(response, 408, JSON.createObjectNode().put("type", "try_again"));
        }
        return send(response, 200, result);
    }

    private ObjectNode submit(String call, JsonNode request) {
        ObjectNode result =
                switch (call) {
                    case "create_model" -> weights.create(request, id("m"));
                    case "asample" -> sample(request);
                    case "forward_backward" -> weights.forwardBackward(request);
                    case "optim_step" -> weights.optimStep(request);
                    case "save_weights" -> weights.save(request, "weights");
                    case "save_weights_for_sampler" -> weights.save(request, "sampler_weights");
                    case "load_weights" -> weights.load(request);
                    case "unload_model" -> weights.unload(request);
                    default -> throw new IllegalArgumentException("no call " + call);
                };
        if (endless.contains(call)) {
            result.put("endless", call);
        }
        String id = Integer.toString(ids.incrementAndGet());
        futures.put(id, result);
        ObjectNode answer = JSON.createObjectNode().put("request_id", id);
        if (result.has("model_id")) {
            answer.put("model_id", result.path("model_id").asString());
        }
        return answer;
    }

    private ObjectNode sample(JsonNode request) {
        String path = request.path("model_path").asString("");
        if (!path.isEmpty() && weights.saved(path) == null) {
            throw new FakeWeights.NoSuchModel("no weights " + path);
        }
        if (onlyLoaded && !path.isEmpty() && !weights.loaded(path.split("/", -1)[2])) {
            throw new IllegalArgumentException("Model " + path.split("/", -1)[2] + " not loaded");
        }
        int[] prompt = ints(request.path("prompt").path("chunks").path(0).path("tokens"));
        // a prompt without a question asks only whether the weights are there
        boolean asked = prompt.length > 1;
        if (asked) {
            samples.add(request);
        }
        String said = !asked
                ? ""
                : policy.say(
                        tokenizer.decode(prompt, false),
                        request.path("sampling_params").path("seed").asLong());
        int[] text = tokenizer.encodeText(said);
        ObjectNode result = JSON.createObjectNode();
        ObjectNode sequence = result.putArray("sequences").addObject().put("stop_reason", "stop");
        var tokens = sequence.putArray("tokens");
        var logprobs = sequence.putArray("logprobs");
        for (int token : text) {
            tokens.add(token);
            logprobs.add(-0.5f);
        }
        tokens.add(end);
        logprobs.add(-0.25f);
        var promptLogprobs = result.putArray("prompt_logprobs");
        promptLogprobs.addNull();
        for (int i = 1; i < prompt.length; i++) {
            promptLogprobs.add(-1);
        }
        return result;
    }

    private Mono<Void> delete(HttpServerRequest http, HttpServerResponse response) {
        String path = "tinker://" + http.param("model") + "/" + http.param("kind") + "/" + http.param("name");
        return send(response, weights.delete(path) ? 200 : 404, JSON.createObjectNode());
    }

    private static Mono<Void> send(HttpServerResponse response, int status, JsonNode body) {
        return response.status(status)
                .header("Content-Type", "application/json")
                .sendString(Mono.just(body.toString()))
                .then();
    }

    private static ObjectNode problem(String detail) {
        return JSON.createObjectNode().put("detail", detail);
    }

    private String id(String prefix) {
        return prefix + ids.incrementAndGet();
    }

    private static int[] ints(JsonNode numbers) {
        List<Integer> values = new ArrayList<>();
        numbers.forEach(number -> values.add(number.intValue()));
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    /** How often each (seed, prompt) was sampled. */
    public Map<String, Integer> repetitions() {
        Map<String, Integer> counts = new HashMap<>();
        samples.forEach(sample -> counts.merge(
                sample.path("sampling_params").path("seed") + " " + sample.path("prompt"), 1, Integer::sum));
        return counts;
    }

    @Override
    public void close() {
        server.disposeNow();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
        tokenizer.close();
    }
}
