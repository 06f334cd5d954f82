package io.reagent.policy.tinker;

import static io.reagent.policy.TinkerClient.TOKENS;
import static io.reagent.policy.TinkerClient.input;
import static io.reagent.policy.TinkerClient.loss;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.InvalidProtocolBufferException;
import io.reagent.policy.PolicyApiFixture;
import io.reagent.policy.TinkerClient;
import io.reagent.policy.TinkerClient.Reply;
import io.reagent.policy.tinker.proto.BatchedTensor;
import io.reagent.policy.tinker.proto.DType;
import io.reagent.policy.tinker.proto.ForwardBackwardOutput;
import io.reagent.policy.tinker.proto.ForwardBackwardRequest;
import io.reagent.policy.tinker.proto.SparseCsr;
import io.reagent.policy.tinker.proto.Tensor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Matrices of targets and weights, as self-distillation recipes of the cookbook send them. */
class SeveralTargetsTest extends PolicyApiFixture {
    private static final int ROWS = TOKENS.length - 1;
    private static final int EACH = 2;

    private static Map<String, Object> tensor(Object data, int... shape) {
        return new HashMap<>(Map.of("data", data, "shape", shape));
    }

    private static long[] targets() {
        long[] targets = new long[ROWS * EACH];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = 20 + i % 11;
        }
        return targets;
    }

    /** Every third is 0. */
    private static float[] weights() {
        float[] weights = new float[ROWS * EACH];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 3 / 100f;
        }
        return weights;
    }

    private JsonNode forward(String model, Map<String, Object> inputs) {
        return client.answer(
                client.post("forward", Map.of("model_id", model, "forward_input", input("cross_entropy", inputs))));
    }

    @Test
    void eachTargetHasItsLogprobAndTheLossIsTheWeightedSum() {
        String model = client.model();
        JsonNode answer = forward(
                model,
                Map.of(
                        "target_tokens", tensor(targets(), ROWS, EACH),
                        "weights", tensor(weights(), ROWS, EACH)));
        JsonNode logprobs = answer.at("/loss_fn_outputs/0/logprobs");
        assertThat(logprobs.get("shape").toString()).isEqualTo("[" + ROWS + "," + EACH + "]");
        double sum = 0;
        for (int k = 0; k < EACH; k++) {
            long[] one = new long[ROWS];
            for (int t = 0; t < ROWS; t++) {
                one[t] = targets()[t * EACH + k];
            }
            JsonNode alone =
                    forward(model, Map.of("target_tokens", tensor(one, ROWS))).at("/loss_fn_outputs/0/logprobs/data");
            for (int t = 0; t < ROWS; t++) {
                double logprob = logprobs.get("data").get(t * EACH + k).doubleValue();
                assertThat(logprob).isCloseTo(alone.get(t).doubleValue(), within(1e-4));
                sum -= weights()[t * EACH + k] * logprob;
            }
        }
        assertThat(loss(answer)).isCloseTo(sum, within(1e-3));
    }

    @Test
    void whatIsLeftOutOfASparseMatrixIsZero() throws InvalidProtocolBufferException {
        String model = client.model();
        double dense = loss(forward(
                model,
                Map.of(
                        "target_tokens", tensor(targets(), ROWS, EACH),
                        "weights", tensor(weights(), ROWS, EACH))));
        ByteBuffer values = TinkerClient.little(4 * ROWS * EACH);
        ByteBuffer firsts = TinkerClient.little(8 * (ROWS + 1));
        ByteBuffer columns = TinkerClient.little(8 * ROWS * EACH);
        long held = 0;
        firsts.putLong(0);
        for (int i = 0; i < ROWS * EACH; i++) {
            if (weights()[i] != 0) {
                values.putFloat(weights()[i]);
                columns.putLong(i % EACH);
                held++;
            }
            if (i % EACH == EACH - 1) {
                firsts.putLong(held);
            }
        }
        SparseCsr sparse = SparseCsr.newBuilder()
                .setValues(com.google.protobuf.ByteString.copyFrom(values.flip()))
                .setCrowIndices(com.google.protobuf.ByteString.copyFrom(firsts.flip()))
                .setColIndices(com.google.protobuf.ByteString.copyFrom(columns.flip()))
                .build();
        Tensor.Builder weights =
                Tensor.newBuilder().setDtype(DType.DTYPE_FLOAT32).addShape(ROWS).addShape(EACH);
        Reply accepted = client.protobuf("forward_backward", request(model, 1, weights.setSparseCsr(sparse)));
        ForwardBackwardOutput output = ForwardBackwardOutput.parseFrom(
                client.bytes(accepted.json().get("request_id").stringValue()));
        assertThat(output.getMetricsOrThrow("loss:sum")).isCloseTo(dense, within(1e-5));
        // each position has a target that weighs something
        assertThat(output.getMetricsOrThrow("tokens:sum")).isEqualTo(ROWS);
        BatchedTensor logprobs = output.getLossFnOutputs(0).getFieldsOrThrow("logprobs");
        assertThat(logprobs.getTrailingShapeList()).containsExactly((long) EACH);

        // an index outside of the matrix
        SparseCsr broken = sparse.toBuilder()
                .setColIndices(com.google.protobuf.ByteString.copyFrom(
                                new byte[columns.flip().limit()])
                        .substring(8))
                .build();
        Reply refused = client.protobuf("forward_backward", request(model, 2, weights.setSparseCsr(broken)));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("field").stringValue()).isEqualTo("data[0].loss_fn_inputs.weights");
    }

    private static byte[] request(String model, int seqId, Tensor.Builder weights) {
        ByteBuffer targets = TinkerClient.little(8 * ROWS * EACH);
        targets.asLongBuffer().put(targets());
        ForwardBackwardRequest.Builder request = TinkerClient.protobufText(model, seqId).toBuilder();
        request.getDataBuilder(0)
                .putLossFnInputs(
                        "target_tokens",
                        Tensor.newBuilder()
                                .setDtype(DType.DTYPE_INT64)
                                .setDense(com.google.protobuf.ByteString.copyFrom(targets.array()))
                                .addShape(ROWS)
                                .addShape(EACH)
                                .build())
                .putLossFnInputs("weights", weights.build());
        return request.build().toByteArray();
    }

    @Test
    void shapesThatDoNotFitAreRefusedByField() {
        String model = client.model();
        refused(model, "cross_entropy", "target_tokens", Map.of("target_tokens", targets()));
        refused(
                model,
                "cross_entropy",
                "weights",
                Map.of("target_tokens", tensor(targets(), ROWS, EACH), "weights", new float[ROWS]));
        refused(model, "cross_entropy", "target_tokens", Map.of("target_tokens", tensor(targets(), ROWS, EACH, 1)));
        int[] none = {};
        refused(model, "cross_entropy", "target_tokens", Map.of("target_tokens", sparse(none, none, none)));
        refused(model, "cross_entropy", "target_tokens", Map.of("target_tokens", sparse(none, new int[2], none, 1, 1)));
    }

    private static Map<String, Object> sparse(int[] data, int[] firsts, int[] columns, int... shape) {
        Map<String, Object> sparse = tensor(data, shape);
        sparse.put("sparse_crow_indices", firsts);
        sparse.put("sparse_col_indices", columns);
        return sparse;
    }

    /** A few bytes on the wire may stand for gigabytes: they are refused before they are made. */
    @Test
    void aSparseMatrixThatWouldFillTheMemoryIsRefused() {
        String model = client.model();
        int[] none = {};
        Map<String, Object> wide = sparse(none, new int[ROWS + 1], none, ROWS, 1025);
        refused(model, "cross_entropy", "target_tokens", Map.of("target_tokens", wide));
        Map<String, Object> huge = sparse(none, new int[2], none, 1, 134_217_727);
        Reply reply = client.post(
                "forward",
                Map.of("model_id", model, "forward_input", input("cross_entropy", Map.of("target_tokens", huge))));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("detail").stringValue()).contains("data has sparse tensors of 1024 MiB");
    }

    private void refused(String model, String loss, String field, Map<String, Object> inputs) {
        Reply reply = client.post("forward", Map.of("model_id", model, "forward_input", input(loss, inputs)));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("field").stringValue()).isEqualTo("data[0].loss_fn_inputs." + field);
    }
}
