package io.reagent.benchmarks;

import com.google.protobuf.ByteString;
import io.reagent.policy.PolicyApi;
import io.reagent.policy.tinker.proto.Chunk;
import io.reagent.policy.tinker.proto.DType;
import io.reagent.policy.tinker.proto.Datum;
import io.reagent.policy.tinker.proto.EncodedTextChunk;
import io.reagent.policy.tinker.proto.ForwardBackwardRequest;
import io.reagent.policy.tinker.proto.Tensor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Steps of reinforcement learning through the policy's service in this process, over HTTP and a Postgres of its own, as a
 * training loop sends them: rollouts of some hundred tokens with the sampler's logprobs, then an optimizer step.
 */
final class ServedTraining {
    private static final int SHORTEST = 64;
    private static final int LONGEST = 320;
    private static final int VOCABULARY_USED = 1_000;
    private static final int OK = 200;
    private static final int NOT_YET = 408;

    private final HttpClient client = HttpClient.newHttpClient();
    private final SplittableRandom random = new SplittableRandom(3);
    private final String base;
    private final int rollouts;

    private ServedTraining(String base, int rollouts) {
        this.base = base;
        this.rollouts = rollouts;
    }

    /** Trains an adapter over a checkpoint for so many steps of so many rollouts; {@code after} each step. */
    static void run(Path checkpoint, int steps, int rollouts, Runnable after) throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("reagent-bench");
        try (ConfigurableApplicationContext service = start(checkpoint, data)) {
            String port = service.getEnvironment().getProperty("local.server.port");
            ServedTraining training = new ServedTraining("http://localhost:" + port + "/api/v1/", rollouts);
            String model = training.model();
            for (int step = 0; step < steps; step++) {
                training.step(model, 2 * step + 1);
                after.run();
            }
        } finally {
            delete(data);
        }
    }

    private static ConfigurableApplicationContext start(Path checkpoint, Path data) {
        return new SpringApplicationBuilder(PolicyApi.class)
                .run(
                        "--server.port=0",
                        "--logging.level.root=warn",
                        "--logging.level.io.reagent=warn",
                        "--reagent.database.embedded.directory=" + data.resolve("postgres"),
                        "--reagent.policy.checkpoints=" + data.resolve("checkpoints"),
                        "--reagent.policy.base-models.policy.directory=" + checkpoint,
                        // full long before the second half: answers at hand are meant to be kept
                        "--reagent.policy.futures.memory=4MB");
    }

    private String model() throws IOException, InterruptedException {
        String session = post("create_session", "{\"tags\": [], \"sdk_version\": \"0\"}")
                .get("session_id")
                .stringValue();
        String request = "{\"session_id\": \"" + session + "\", \"model_seq_id\": 0, \"base_model\": \"policy\","
                + " \"lora_config\": {\"rank\": 16}}";
        return answer(post("create_model", request)).get("model_id").stringValue();
    }

    private void step(String model, int seqId) throws IOException, InterruptedException {
        JsonNode learned =
                send("forward_backward", "application/x-protobuf", BodyPublishers.ofByteArray(batch(model, seqId)));
        JsonNode moved = post(
                "optim_step",
                "{\"model_id\": \"" + model + "\", \"seq_id\": " + (seqId + 1)
                        + ", \"adam_params\": {\"learning_rate\": 1e-5}}");
        answer(learned);
        answer(moved);
    }

    private byte[] batch(String model, int seqId) {
        ForwardBackwardRequest.Builder request = ForwardBackwardRequest.newBuilder()
                .setModelId(model)
                .setSeqId(seqId)
                .setLossFn("importance_sampling");
        for (int i = 0; i < rollouts; i++) {
            request.addData(rollout(random.nextInt(SHORTEST, LONGEST), i % 2 == 0 ? 1e-3f : -1e-3f));
        }
        return request.build().toByteArray();
    }

    private Datum rollout(int length, float advantage) {
        ByteBuffer inputs = little(length * Integer.BYTES);
        ByteBuffer targets = little(length * Long.BYTES);
        ByteBuffer logprobs = little(length * Float.BYTES);
        ByteBuffer advantages = little(length * Float.BYTES);
        int token = random.nextInt(VOCABULARY_USED);
        for (int t = 0; t < length; t++) {
            inputs.putInt(token);
            token = random.nextInt(VOCABULARY_USED);
            targets.putLong(token);
            logprobs.putFloat(-6);
            advantages.putFloat(advantage);
        }
        return Datum.newBuilder()
                .addModelInput(Chunk.newBuilder()
                        .setEncodedText(EncodedTextChunk.newBuilder().setTokens(ByteString.copyFrom(inputs.array()))))
                .putLossFnInputs("target_tokens", tensor(DType.DTYPE_INT64, targets))
                .putLossFnInputs("logprobs", tensor(DType.DTYPE_FLOAT32, logprobs))
                .putLossFnInputs("advantages", tensor(DType.DTYPE_FLOAT32, advantages))
                .build();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Tensor tensor(DType type, ByteBuffer data) {
        return Tensor.newBuilder()
                .setDtype(type)
                .setDense(ByteString.copyFrom(data.array()))
                .build();
    }

    private JsonNode post(String path, String json) throws IOException, InterruptedException {
        return send(path, "application/json", BodyPublishers.ofString(json));
    }

    private JsonNode send(String path, String type, BodyPublisher body) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = exchange(path, type, body);
        if (response.statusCode() != OK) {
            throw new IllegalStateException(path + ": " + response.statusCode() + " " + new String(response.body()));
        }
        return JsonMapper.shared().readTree(response.body());
    }

    private JsonNode answer(JsonNode accepted) throws IOException, InterruptedException {
        String body = "{\"request_id\": \"" + accepted.get("request_id").stringValue() + "\"}";
        HttpResponse<byte[]> response;
        do {
            response = exchange("retrieve_future", "application/json", BodyPublishers.ofString(body));
        } while (response.statusCode() == NOT_YET);
        JsonNode answer = JsonMapper.shared().readTree(response.body());
        if (response.statusCode() != OK || answer.has("error")) {
            throw new IllegalStateException(answer.toString());
        }
        return answer;
    }

    private HttpResponse<byte[]> exchange(String path, String type, BodyPublisher body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", type)
                        .POST(body)
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
