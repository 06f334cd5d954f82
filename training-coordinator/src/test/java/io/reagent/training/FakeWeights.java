package io.reagent.training;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Models of a {@link FakeTinkerServer}: numbers that training moves, and what was saved of them. */
final class FakeWeights {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, Model> models = new ConcurrentHashMap<>();
    private final Map<String, Long> saved = new ConcurrentHashMap<>();

    private static final class Model {
        private long weights = 1;
        private long gradient;
        private long sequence;
        private boolean used;
    }

    /** Models in training. */
    int models() {
        return models.size();
    }

    boolean loaded(String model) {
        return models.containsKey(model);
    }

    /** Forgets all models in training; what was saved stays. */
    void forget() {
        models.clear();
    }

    /** The number a path stands for, or null when nothing is saved there. */
    Long saved(String path) {
        return saved.get(path);
    }

    /** Whether there was anything. */
    boolean delete(String path) {
        return saved.remove(path) != null;
    }

    ObjectNode create(JsonNode request, String id) {
        Model model = new Model();
        model.weights = mix(request.path("lora_config").path("seed").asLong(), 17);
        models.put(id, model);
        return JSON.createObjectNode().put("model_id", id);
    }

    ObjectNode forwardBackward(JsonNode request) {
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

    ObjectNode optimStep(JsonNode request) {
        Model model = next(request);
        long rate = Double.doubleToLongBits(
                request.path("adam_params").path("learning_rate").asDouble());
        model.weights = mix(mix(model.weights, model.gradient), rate);
        model.gradient = 0;
        ObjectNode result = JSON.createObjectNode();
        result.putObject("metrics").put("grad_norm", 0.1);
        return result;
    }

    ObjectNode save(JsonNode request, String kind) {
        String path = "tinker://" + request.path("model_id").asString() + "/" + kind + "/"
                + request.path("path").asString();
        if (saved.containsKey(path)) {
            throw new IllegalArgumentException(path + " exists");
        }
        saved.put(path, next(request).weights);
        return JSON.createObjectNode().put("path", path);
    }

    ObjectNode load(JsonNode request) {
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

    ObjectNode unload(JsonNode request) {
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

    private static long mix(long one, long other) {
        return (one * 31 + other) * 0x9E3779B97F4A7C15L;
    }

    static final class NoSuchModel extends RuntimeException {
        NoSuchModel(String message) {
            super(message);
        }
    }
}
