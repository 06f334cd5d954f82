package io.reagent.training;

import io.reagent.lm.text.Tokenizer;
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
    private final Map<String, Model> models = new ConcurrentHashMap<>();
    private final Map<String, Long> saved = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> futures = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final List<JsonNode> samples = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> failing = new ConcurrentHashMap<>();
    private final Set<String> endless = ConcurrentHashMap.newKeySet();
    private volatile boolean down;
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

    private static final class Model {
        private long weights = 1;
        private long gradient;
        private long sequence;
        private boolean used;
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
                        .get("/api/v1/get_server_capabilities", FakeTinkerServer::capabilities)
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
        return models.size();
    }

    /** Requests to sample, in the order they came. */
    public List<JsonNode> samples() {
        return List.copyOf(samples);
    }

    /** The number a path stands for, or null when nothing is saved there. */
    public Long weights(String path) {
        return saved.get(path);
    }

    /** From now on a checkpoint is sampled only while the model that saved it is there, as on SkyRL's server. */
    public void sampleOnlyLoaded() {
        onlyLoaded = true;
    }

    /** Forgets all models in training, as a restart does; what was saved stays. */
    public void restart() {
        models.clear();
        futures.clear();
    }

    public static String sometimesRight(String prompt, long seed) {
        int at = prompt.indexOf("What is ");
        String number = prompt.substring(at + 8, prompt.indexOf('?', at));
        return seed % 3 == 0 ? number : "not " + number;
    }

    private static Mono<Void> capabilities(HttpServerRequest http, HttpServerResponse response) {
        return response.header("Content-Type", "application/json")
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
        } catch (NoSuchModel gone) {
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
                    case "create_model" -> create(request);
                    case "asample" -> sample(request);
                    case "forward_backward" -> forwardBackward(request);
                    case "optim_step" -> optimStep(request);
                    case "save_weights" -> save(request, "weights");
                    case "save_weights_for_sampler" -> save(request, "sampler_weights");
                    case "load_weights" -> load(request);
                    case "unload_model" -> unload(request);
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

    private ObjectNode create(JsonNode request) {
        String id = id("m");
        Model model = new Model();
        model.weights = mix(request.path("lora_config").path("seed").asLong(), 17);
        models.put(id, model);
        return JSON.createObjectNode().put("model_id", id);
    }

    private ObjectNode sample(JsonNode request) {
        String path = request.path("model_path").asString("");
        if (!path.isEmpty() && !saved.containsKey(path)) {
            throw new NoSuchModel("no weights " + path);
        }
        if (onlyLoaded && !path.isEmpty() && !models.containsKey(path.split("/", -1)[2])) {
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

    private ObjectNode forwardBackward(JsonNode request) {
        Model model = next(request);
        ObjectNode result = JSON.createObjectNode();
        var outputs = result.putArray("loss_fn_outputs");
        JsonNode input = request.path("forward_backward_input");
        for (JsonNode datum : input.path("data")) {
            int length = datum.path("model_input")
                    .path("chunks")
                    .path(0)
                    .path("tokens")
                    .size();
            JsonNode inputs = datum.path("loss_fn_inputs");
            for (String name : input.path("loss_fn").asString().equals("ppo")
                    ? List.of("target_tokens", "logprobs", "advantages")
                    : List.of("target_tokens", "weights")) {
                if (inputs.path(name).path("data").size() != length) {
                    throw new IllegalArgumentException(name + " is not aligned with the input");
                }
            }
            model.gradient = mix(model.gradient, datum.toString().hashCode());
            ObjectNode logprobs = outputs.addObject().putObject("logprobs").put("dtype", "float32");
            logprobs.set(
                    "data", inputs.has("logprobs") ? inputs.path("logprobs").path("data") : JSON.createArrayNode());
        }
        result.putObject("metrics").put("loss:sum", 0.5).put("entropy:mean", 1.5);
        return result;
    }

    private ObjectNode optimStep(JsonNode request) {
        Model model = next(request);
        long rate = Double.doubleToLongBits(
                request.path("adam_params").path("learning_rate").asDouble());
        model.weights = mix(mix(model.weights, model.gradient), rate);
        model.gradient = 0;
        ObjectNode result = JSON.createObjectNode();
        result.putObject("metrics").put("grad_norm", 0.1);
        return result;
    }

    private ObjectNode save(JsonNode request, String kind) {
        String path = "tinker://" + request.path("model_id").asString() + "/" + kind + "/"
                + request.path("path").asString();
        if (saved.containsKey(path)) {
            throw new IllegalArgumentException(path + " exists");
        }
        saved.put(path, next(request).weights);
        return JSON.createObjectNode().put("path", path);
    }

    private ObjectNode load(JsonNode request) {
        Long weights = saved.get(request.path("path").asString());
        if (weights == null) {
            throw new NoSuchModel("no weights " + request.path("path"));
        }
        Model model = model(request);
        if (model.used) {
            throw new IllegalArgumentException("load_weights must be the first request");
        }
        next(request).weights = weights;
        return JSON.createObjectNode().put("type", "load_weights");
    }

    private ObjectNode unload(JsonNode request) {
        models.remove(request.path("model_id").asString());
        return JSON.createObjectNode();
    }

    private Model model(JsonNode request) {
        Model model = models.get(request.path("model_id").asString());
        if (model == null) {
            throw new NoSuchModel("no model " + request.path("model_id"));
        }
        return model;
    }

    private Model next(JsonNode request) {
        Model model = model(request);
        long sequence = request.path("seq_id").asLong();
        if (sequence <= model.sequence) {
            throw new IllegalArgumentException("seq_id " + sequence + " is not after " + model.sequence);
        }
        model.sequence = sequence;
        model.used = true;
        return model;
    }

    private Mono<Void> delete(HttpServerRequest http, HttpServerResponse response) {
        String path = "tinker://" + http.param("model") + "/" + http.param("kind") + "/" + http.param("name");
        return send(response, saved.remove(path) == null ? 404 : 200, JSON.createObjectNode());
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

    private static long mix(long one, long other) {
        return (one * 31 + other) * 0x9E3779B97F4A7C15L;
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

    private static final class NoSuchModel extends RuntimeException {
        NoSuchModel(String message) {
            super(message);
        }
    }
}
