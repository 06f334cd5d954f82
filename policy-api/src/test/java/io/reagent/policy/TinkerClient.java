package io.reagent.policy;

import com.google.protobuf.ByteString;
import io.reagent.policy.tinker.proto.Chunk;
import io.reagent.policy.tinker.proto.DType;
import io.reagent.policy.tinker.proto.Datum;
import io.reagent.policy.tinker.proto.EncodedTextChunk;
import io.reagent.policy.tinker.proto.ForwardBackwardRequest;
import io.reagent.policy.tinker.proto.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the Python client sends, written by hand. */
public final class TinkerClient {
    public static final JsonMapper JSON = JsonMapper.shared();
    /** A text that repeats itself every seven tokens. */
    public static final int[] TOKENS =
            IntStream.range(0, 64).map(i -> 20 + i % 7).toArray();

    /** Longer than any answer is held back. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private final String base;

    public TinkerClient(String base) {
        this.base = base + "/api/v1/";
    }

    public record Reply(int status, byte[] body, HttpResponse<byte[]> response) {
        public JsonNode json() {
            return JSON.readTree(body);
        }
    }

    public Reply get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)));
    }

    public Reply delete(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).DELETE());
    }

    public Reply post(String path, Object body) {
        String json = body instanceof String text ? text : JSON.writeValueAsString(body);
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    public Reply protobuf(String path, byte[] body) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-protobuf")
                .POST(BodyPublishers.ofByteArray(body)));
    }

    public static Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = HTTP.send(request.timeout(LIMIT).build(), BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reply ok(Reply reply) {
        if (reply.status() != 200) {
            throw new AssertionError(reply.status() + " " + new String(reply.body()));
        }
        return reply;
    }

    public String session() {
        return ok(post("create_session", Map.of("tags", List.of(), "sdk_version", "0")))
                .json()
                .get("session_id")
                .stringValue();
    }

    /** A model in training: an adapter of rank 4, or all weights for rank 0. */
    public String model(String session, int place, int rank) {
        return model(Map.of(
                "session_id",
                session,
                "model_seq_id",
                place,
                "base_model",
                "tiny",
                "lora_config",
                Map.of("rank", rank, "seed", 1)));
    }

    public String model(Map<String, Object> request) {
        JsonNode answer = answer(ok(post("create_model", request)));
        return answer.get("model_id").stringValue();
    }

    public String model() {
        return model(session(), 0, 4);
    }

    /** The answer to what was accepted, waiting for it. */
    public JsonNode answer(Reply accepted) {
        return answer(ok(accepted).json().get("request_id").stringValue());
    }

    public JsonNode answer(String requestId) {
        Reply reply = post("retrieve_future", Map.of("request_id", requestId));
        while (reply.status() == 408) {
            reply = post("retrieve_future", Map.of("request_id", requestId));
        }
        return ok(reply).json();
    }

    /** The protobuf bytes of an answer. */
    public byte[] bytes(String requestId) {
        Reply reply = ok(send(HttpRequest.newBuilder(URI.create(base + "retrieve_future"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/x-protobuf")
                .POST(BodyPublishers.ofString("{\"request_id\": \"" + requestId + "\"}"))));
        if (!reply.response().headers().firstValue("Content-Type").orElse("").equals("application/x-protobuf")) {
            throw new AssertionError(new String(reply.body()));
        }
        return reply.body();
    }

    public JsonNode learn(String model, long seqId) {
        return answer(
                post("forward_backward", Map.of("model_id", model, "seq_id", seqId, "forward_backward_input", text())));
    }

    public JsonNode step(String model, long seqId) {
        return answer(post(
                "optim_step",
                Map.of("model_id", model, "seq_id", seqId, "adam_params", Map.of("learning_rate", 3e-3, "eps", 1e-8))));
    }

    public JsonNode forward(String model) {
        return answer(post("forward", Map.of("model_id", model, "forward_input", text())));
    }

    /** {@link #TOKENS} that predict themselves, as JSON. */
    public static Map<String, Object> text() {
        float[] weights = new float[TOKENS.length - 1];
        Arrays.fill(weights, 1f / weights.length);
        return input("cross_entropy", Map.of("target_tokens", tail(), "weights", weights));
    }

    public static int[] tail() {
        return Arrays.copyOfRange(TOKENS, 1, TOKENS.length);
    }

    /** One datum over the beginning of {@link #TOKENS}. */
    public static Map<String, Object> input(String loss, Map<String, Object> inputs) {
        return Map.of(
                "loss_fn",
                loss,
                "data",
                List.of(Map.of("model_input", prompt(TOKENS.length - 1), "loss_fn_inputs", inputs)));
    }

    /** The first of {@link #TOKENS} as a model input. */
    public static Map<String, Object> prompt(int length) {
        return Map.of("chunks", List.of(Map.of("type", "encoded_text", "tokens", Arrays.copyOf(TOKENS, length))));
    }

    /** The same as {@link #text}, as protobuf. */
    public static ForwardBackwardRequest protobufText(String model, int seqId) {
        int length = TOKENS.length - 1;
        ByteBuffer targets = little(length * 8);
        ByteBuffer weights = little(length * 4);
        for (int token : tail()) {
            targets.putLong(token);
            weights.putFloat(1f / length);
        }
        return ForwardBackwardRequest.newBuilder()
                .setModelId(model)
                .setSeqId(seqId)
                .setLossFn("cross_entropy")
                .addData(Datum.newBuilder()
                        .addModelInput(Chunk.newBuilder()
                                .setEncodedText(
                                        EncodedTextChunk.newBuilder().setTokens(ints(Arrays.copyOf(TOKENS, length)))))
                        .putLossFnInputs("target_tokens", tensor(DType.DTYPE_INT64, targets, length))
                        .putLossFnInputs("weights", tensor(DType.DTYPE_FLOAT32, weights, length)))
                .build();
    }

    private static Tensor tensor(DType type, ByteBuffer data, int length) {
        return Tensor.newBuilder()
                .setDtype(type)
                .setDense(ByteString.copyFrom(data.array()))
                .addShape(length)
                .build();
    }

    public static ByteString ints(int[] values) {
        ByteBuffer bytes = little(values.length * 4);
        bytes.asIntBuffer().put(values);
        return ByteString.copyFrom(bytes.array());
    }

    public static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    public static double loss(JsonNode answer) {
        JsonNode loss = answer.path("metrics").path("loss:sum");
        if (!loss.isNumber()) {
            throw new AssertionError(answer.toString());
        }
        return loss.doubleValue();
    }
}
