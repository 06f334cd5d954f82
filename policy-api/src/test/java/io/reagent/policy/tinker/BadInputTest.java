package io.reagent.policy.tinker;

import static io.reagent.policy.TinkerClient.input;
import static io.reagent.policy.TinkerClient.loss;
import static io.reagent.policy.TinkerClient.prompt;
import static io.reagent.policy.TinkerClient.tail;
import static io.reagent.policy.TinkerClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.reagent.policy.PolicyApiFixture;
import io.reagent.policy.TinkerClient;
import io.reagent.policy.TinkerClient.Reply;
import io.reagent.policy.tinker.proto.DType;
import io.reagent.policy.tinker.proto.ForwardBackwardRequest;
import io.reagent.policy.tinker.proto.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BadInputTest extends PolicyApiFixture {
    static Stream<Arguments> badDatums() {
        int n = tail().length;
        float[] ones = filled(n, 1);
        float[] nan = filled(n, 1);
        nan[3] = Float.NaN;
        float[] infinite = filled(n, 1);
        infinite[5] = Float.POSITIVE_INFINITY;
        int[] unknown = tail();
        unknown[2] = 1024;
        int[] negative = tail();
        negative[1] = -1;
        return Stream.of(
                datum("cross_entropy", Map.of("target_tokens", tail(), "weights", filled(5, 1)), "weights"),
                datum("cross_entropy", Map.of("target_tokens", new int[] {1, 2}), "target_tokens"),
                datum("cross_entropy", Map.of("weights", ones), "target_tokens"),
                datum("cross_entropy", Map.of("target_tokens", tail(), "weights", nan), "weights[3]"),
                datum("cross_entropy", Map.of("target_tokens", unknown), "target_tokens[2]"),
                datum("cross_entropy", Map.of("target_tokens", negative), "target_tokens[1]"),
                datum("cross_entropy", Map.of("target_tokens", tail(), "wieghts", ones), "wieghts"),
                datum("ppo", Map.of("target_tokens", tail(), "logprobs", ones), "advantages"),
                datum("ppo", Map.of("target_tokens", tail(), "advantages", ones), "logprobs"),
                datum(
                        "importance_sampling",
                        Map.of("target_tokens", tail(), "logprobs", ones, "advantages", nan),
                        "advantages[3]"),
                datum(
                        "cispo",
                        Map.of("target_tokens", tail(), "logprobs", infinite, "advantages", ones),
                        "logprobs[5]"),
                datum(
                        "ppo",
                        Map.of("target_tokens", tail(), "logprobs", filled(7, 1), "advantages", ones),
                        "logprobs"));
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }

    private static Arguments datum(String loss, Map<String, Object> inputs, String field) {
        return Arguments.of(input(loss, inputs), "data[0].loss_fn_inputs." + field);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("badDatums")
    void aBadDatumIsNamedAndTheModelStaysAsItWas(Map<String, Object> input, String field) {
        String model = client.model();
        double before = loss(client.learn(model, 1));
        String body = TinkerClient.JSON
                .writeValueAsString(Map.of("model_id", model, "seq_id", 2, "forward_backward_input", input))
                .replace("\"NaN\"", "NaN")
                .replace("\"Infinity\"", "Infinity");
        JsonNode error = error(client.post("forward_backward", body));
        assertThat(error.get("field").stringValue()).isEqualTo(field);
        assertThat(error.path("detail").asString("") + error.path("error").asString(""))
                .contains(field);
        // the place in the order is used up, the gradients before are there
        assertThat(client.step(model, 3).at("/metrics/step").intValue()).isEqualTo(1);
        assertThat(loss(client.forward(model))).isLessThan(before);
    }

    /** Of a request that was refused, or accepted and then failed. */
    private JsonNode error(Reply reply) {
        if (reply.status() == 200) {
            JsonNode answer = client.answer(reply);
            assertThat(answer.get("category").stringValue()).isEqualTo("user");
            return answer;
        }
        assertThat(reply.status()).isEqualTo(400);
        return reply.json();
    }

    @Test
    void anInputOverTheContextIsNamed() {
        String model = client.model();
        int[] tokens = new int[2049];
        JsonNode error = error(client.post(
                "forward_backward",
                Map.of(
                        "model_id",
                        model,
                        "seq_id",
                        1,
                        "forward_backward_input",
                        Map.of(
                                "loss_fn",
                                "cross_entropy",
                                "data",
                                List.of(Map.of(
                                        "model_input",
                                        Map.of("chunks", List.of(Map.of("type", "encoded_text", "tokens", tokens))),
                                        "loss_fn_inputs",
                                        Map.of("target_tokens", tokens)))))));
        assertThat(error.get("field").stringValue()).isEqualTo("data[0].model_input");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"max_tokens\": 0}', sampling_params.max_tokens",
        "'{\"max_tokens\": -1}', sampling_params.max_tokens",
        "'{\"max_tokens\": 1000000000}', sampling_params.max_tokens",
        "'{\"max_tokens\": 1e3}', sampling_params.max_tokens",
        "'{\"max_tokens\": 2, \"stop\": 5}', sampling_params.stop",
        "'{\"max_tokens\": 2, \"stop\": {}}', sampling_params.stop",
        "'{\"max_tokens\": 2, \"stop\": [\"a\", 5]}', sampling_params.stop",
        "'{\"max_tokens\": 2, \"stop\": [\"\"]}', sampling_params.stop",
        "'{\"max_tokens\": 2, \"stop\": [1.5]}', sampling_params.stop",
        "'{\"max_tokens\": 2, \"temperature\": -1}', sampling_params.temperature",
        "'{\"max_tokens\": 2, \"temperature\": NaN}', sampling_params.temperature",
        "'{\"max_tokens\": 2, \"temperature\": Infinity}', sampling_params.temperature",
        "'{\"max_tokens\": 2, \"top_p\": 0}', sampling_params.top_p",
        "'{\"max_tokens\": 2, \"top_k\": -2}', sampling_params.top_k",
        "'{\"max_tokens\": 2, \"seed\": \"x\"}', sampling_params.seed"
    })
    void aBadSamplingParameterIsNamed(String parameters, String field) {
        String prompt = TinkerClient.JSON.writeValueAsString(prompt(8));
        Reply reply = client.post(
                "asample",
                "{\"base_model\": \"tiny\", \"prompt\": " + prompt + ", \"sampling_params\": " + parameters + "}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("field").stringValue()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({"num_samples, 0", "num_samples, 1000000", "topk_prompt_logprobs, 21", "prompt_alt_tokens_k, 2"})
    void aBadSampleRequestIsNamed(String field, int value) {
        Reply reply = client.post(
                "asample",
                Map.of(
                        "base_model",
                        "tiny",
                        "prompt",
                        prompt(8),
                        "sampling_params",
                        Map.of("max_tokens", 2),
                        field,
                        value));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("field").stringValue()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[5000]", "[-1]", "[]", "\"text\"", "[1.5]"})
    void aBadPromptIsNamed(String tokens) {
        Reply reply = client.post(
                "asample",
                "{\"base_model\": \"tiny\", \"sampling_params\": {\"max_tokens\": 2}, \"prompt\": {\"chunks\": [{\"tokens\": "
                        + tokens + "}]}}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("field").stringValue()).startsWith("prompt");
    }

    @Test
    void aPromptOverTheContextSaysByHowMuch() {
        Reply reply = client.post(
                "asample",
                Map.of(
                        "base_model",
                        "tiny",
                        "sampling_params",
                        Map.of("max_tokens", 2),
                        "prompt",
                        Map.of("chunks", List.of(Map.of("type", "encoded_text", "tokens", new int[2048])))));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("detail").stringValue())
                .contains("Prompt length plus max_tokens exceeds the model's context window: 2048 + 2 > 2048");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escape", "a/b", "..", ".hidden", "/etc/passwd", "a\\u0000b", "-dash"})
    void aCheckpointsNameCannotLeaveItsRun(String name) {
        String model = client.model();
        String path = name.replace("\\u0000", "\0");
        for (String route : List.of("save_weights", "save_weights_for_sampler", "save_weights_external")) {
            Reply reply = client.post(route, Map.of("model_id", model, "path", path));
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().get("field").stringValue()).isEqualTo("path");
        }
        Reply load = client.post(
                "load_weights",
                Map.of("model_id", model, "optimizer", true, "path", "tinker://" + model + "/weights/" + path));
        assertThat(load.status()).isEqualTo(400);
        assertThat(load.json().get("field").stringValue()).isEqualTo("path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../../etc/passwd",
                "file:///etc/passwd",
                "tinker://../weights/x",
                "tinker:///weights/x",
                "tinker://run/../x",
                "tinker://run/weights/..",
                "tinker://run/weights/../../x",
                "tinker://run/weights/a/b"
            })
    void aPathThatLeadsNowhereIsNamedWhereverItIsSent(String path) {
        List<Reply> replies = List.of(
                client.post(
                        "asample",
                        Map.of("model_path", path, "prompt", prompt(4), "sampling_params", Map.of("max_tokens", 1))),
                client.post(
                        "create_sampling_session",
                        Map.of("session_id", client.session(), "sampling_session_seq_id", 0, "model_path", path)),
                client.post("weights_info", Map.of("tinker_path", path)),
                client.post("load_weights", Map.of("session_id", client.session(), "model_seq_id", 0, "path", path)));
        for (Reply reply : replies) {
            assertThat(reply.status()).isIn(400, 404);
            assertThat(reply.json().get("field").stringValue()).isIn("model_path", "tinker_path", "path");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights/..%2F..%2Fx", "weights/.x", "..%2F..%2F/x", "odd/x", "weights/none"})
    void aCheckpointThatCannotBeIsNeitherDownloadedNorDeleted(String id) {
        String path = "training_runs/" + client.model() + "/checkpoints/" + id;
        assertThat(client.delete(path).status()).isIn(400, 404);
        assertThat(client.get(path + "/archive").status()).isIn(400, 404);
        assertThat(client.get(path + "/download").status()).isIn(400, 404);
    }

    @Test
    void aCheckpointOfAnotherBaseOrOfWeightsAloneIsNoStateToTrainOnFrom() {
        String session = client.session();
        String model = client.model(session, 0, 4);
        String state = client.answer(client.post("save_weights", Map.of("model_id", model, "path", "state")))
                .get("path")
                .stringValue();
        String weights = client.answer(
                        client.post("save_weights_for_sampler", Map.of("model_id", model, "path", "weights")))
                .get("path")
                .stringValue();
        Reply otherBase = client.post(
                "load_weights", Map.of("session_id", session, "model_seq_id", 1, "path", state, "base_model", "twin"));
        assertThat(otherBase.status()).isEqualTo(400);
        assertThat(otherBase.json().get("field").stringValue()).isEqualTo("base_model");
        Reply alone = client.post("load_weights", Map.of("model_id", model, "seq_id", 1, "path", weights));
        assertThat(alone.status()).isEqualTo(400);
        assertThat(alone.json().get("field").stringValue()).isEqualTo("path");
    }

    @ParameterizedTest
    @CsvSource({
        "forward_backward, 404, model_id",
        "optim_step, 404, model_id",
        "save_weights, 404, model_id",
        "get_info, 404, model_id",
        "unload_model, 404, model_id"
    })
    void anUnknownModelIsNamed(String route, int status, String field) {
        Reply reply = client.post(route, Map.of("model_id", "nobody:train:0", "forward_backward_input", text()));
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().get("field").stringValue()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"base_model\": \"none\"}', base_model, 404",
        "'{\"base_model\": \"tiny\", \"lora_config\": {\"rank\": -1}}', lora_config.rank, 400",
        "'{\"base_model\": \"tiny\", \"lora_config\": {\"rank\": 100000}}', lora_config.rank, 400",
        "'{\"base_model\": \"tiny\", \"lora_config\": {\"rank\": 4, \"train_attn\": false, \"train_mlp\": false,"
                + " \"train_unembed\": false}}', lora_config, 400",
        "'{\"base_model\": \"tiny\", \"optimizer_config\": {\"type\": \"dimuon\"}}', optimizer_config.type, 400",
        "'{\"base_model\": \"tiny\", \"model_seq_id\": -4}', model_seq_id, 400"
    })
    void aBadModelIsNamed(String request, String field, int status) {
        Reply reply = client.post(
                "create_model", request.replaceFirst("\\{", "{\"session_id\": \"" + client.session() + "\", "));
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().get("field").stringValue()).isEqualTo(field);
    }

    @Test
    void aSessionThatNeverWasIsNamed() {
        Reply reply = client.post("create_model", Map.of("session_id", "nobody", "base_model", "tiny"));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().get("field").stringValue()).isEqualTo("session_id");
        assertThat(client.post("session_heartbeat", Map.of("session_id", "nobody"))
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"learning_rate\": -1}', adam_params.learning_rate",
        "'{\"learning_rate\": NaN}', adam_params.learning_rate",
        "'{\"beta1\": 1}', adam_params",
        "'{\"eps\": 0}', adam_params",
        "'{\"weight_decay\": \"x\"}', adam_params.weight_decay"
    })
    void aBadStepIsNamed(String adam, String field) {
        Reply reply =
                client.post("optim_step", "{\"model_id\": \"" + client.model() + "\", \"adam_params\": " + adam + "}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("field").stringValue()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "gspo, {}, loss_fn",
        "ppo, '{\"clip_low_threshold\": 2}', loss_fn_config.clip_low_threshold",
        "ppo, '{\"kl\": 2}', loss_fn_config.kl",
        "cross_entropy, '{\"clip_low_threshold\": 0.5}', loss_fn_config.clip_low_threshold",
        "ppo, '{\"clip_low_threshold\": \"low\"}', loss_fn_config.clip_low_threshold"
    })
    void aBadLossIsNamed(String loss, String config, String field) {
        String model = client.model();
        Reply reply = client.post(
                "forward_backward",
                "{\"model_id\": \"" + model + "\", \"forward_backward_input\": {\"data\": [], \"loss_fn\": \"" + loss
                        + "\", \"loss_fn_config\": " + config + "}}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("field").stringValue()).isEqualTo(field);
    }

    @Test
    void whatIsNoProtobufMessageIsRefused() {
        assertThat(client.protobuf("forward_backward", new byte[] {1, 2, 3}).status())
                .isEqualTo(400);
        assertThat(client.protobuf("forward_backward", new byte[0])
                        .json()
                        .get("field")
                        .stringValue())
                .isEqualTo("model_id");
    }

    @Test
    void aTensorOfAProtobufMessageIsCheckedLikeOneOfJson() {
        String model = client.model();
        int length = tail().length;
        ByteBuffer nan = TinkerClient.little(length * 4).putFloat(8, Float.NaN);
        JsonNode error = error(client.protobuf("forward_backward", withWeights(model, 1, nan, length)));
        assertThat(error.get("field").stringValue()).isEqualTo("data[0].loss_fn_inputs.weights[2]");
        ByteBuffer few = TinkerClient.little((length - 1) * 4);
        for (int shape : new int[] {length, length - 1}) {
            int seqId = 2 + length - shape;
            error = error(client.protobuf("forward_backward", withWeights(model, seqId, few, shape)));
            assertThat(error.get("field").stringValue()).isEqualTo("data[0].loss_fn_inputs.weights");
        }
    }

    private static byte[] withWeights(String model, int seqId, ByteBuffer weights, int shape) {
        ForwardBackwardRequest.Builder request = TinkerClient.protobufText(model, seqId).toBuilder();
        request.getDataBuilder(0)
                .putLossFnInputs(
                        "weights",
                        Tensor.newBuilder()
                                .setDtype(DType.DTYPE_FLOAT32)
                                .setDense(ByteString.copyFrom(weights.array()))
                                .addShape(shape)
                                .build());
        return request.build().toByteArray();
    }

    @Test
    void anAnswerThatNeverWasIsGone() {
        assertThat(client.post("retrieve_future", Map.of("request_id", "0197c0de-0000-7000-8000-000000000000"))
                        .status())
                .isEqualTo(410);
        assertThat(client.post("retrieve_future", Map.of("request_id", "x")).status())
                .isEqualTo(404);
        assertThat(client.post("retrieve_future", Map.of()).status()).isEqualTo(400);
    }
}
