package io.reagent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.testing.UnstorableText;
import io.reagent.policy.agents.HostedAgentsFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every route of the service, agents', OpenAI's and Tinker's. */
class UnstorableTextTest extends HostedAgentsFixture {
    private static final String PROMPT = "{\"chunks\": [{\"type\": \"encoded_text\", \"tokens\": [1, 2, 3]}]}";

    @Test
    void nothingThatCannotBeStoredIsOurFault() {
        UnstorableText walk = new UnstorableText("http://localhost:" + port);
        String session = created("/api/v1/create_session", "{\"tags\": [], \"sdk_version\": \"1\"}", "session_id");
        String model = created(
                "/api/v1/create_model",
                "{\"session_id\": \"" + session + "\", \"base_model\": \"tiny\", \"lora_config\": {\"rank\": 4}}",
                "model_id");
        String ofModel = "{\"model_id\": \"" + model + "\", \"path\": \"p\", \"seq_id\": 1}";
        Map<String, List<String>> bodies = Map.ofEntries(
                Map.entry(
                        "/v1/agents/runs",
                        List.of("{\"model\": \"tiny\", \"question\": \"q\", \"system\": \"s\", \"tools\": [\"python\"],"
                                + " \"strategy\": \"plain\", \"judge\": \"strict\"}")),
                Map.entry(
                        "/v1/chat/completions",
                        List.of("{\"model\": \"tiny\", \"max_tokens\": 1, \"stop\": [\"s\"], \"user\": \"u\","
                                + " \"messages\": [{\"role\": \"user\", \"name\": \"n\", \"content\": \"c\"},"
                                + " {\"role\": \"assistant\", \"content\": \"x\", \"reasoning_content\": \"r\"},"
                                + " {\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"t\"}]}]}")),
                Map.entry("/v1/completions", List.of("{\"model\": \"tiny\", \"prompt\": \"p\", \"max_tokens\": 1}")),
                Map.entry(
                        "/api/v1/create_session",
                        List.of("{\"tags\": [\"t\"], \"user_metadata\": {\"k\": {\"k\": [\"v\"]}}, \"sdk_version\":"
                                + " \"1\", \"display_name\": \"d\"}")),
                Map.entry("/api/v1/session_heartbeat", List.of("{\"session_id\": \"" + session + "\"}")),
                Map.entry(
                        "/api/v1/create_model",
                        List.of("{\"session_id\": \"" + session + "\", \"base_model\": \"tiny\","
                                + " \"user_metadata\": {\"k\": \"v\"}, \"lora_config\": {\"rank\": 4}}")),
                Map.entry(
                        "/api/v1/create_sampling_session",
                        List.of(
                                "{\"session_id\": \"" + session + "\", \"base_model\": \"tiny\"}",
                                "{\"session_id\": \"" + session + "\", \"model_path\": \"tinker://a/b/c\"}")),
                Map.entry(
                        "/api/v1/asample",
                        List.of(
                                "{\"base_model\": \"tiny\", \"num_samples\": 1, \"sampling_params\": {\"max_tokens\": 1,"
                                        + " \"stop\": [\"s\"]}, \"prompt\": " + PROMPT + "}",
                                "{\"sampling_session_id\": \"s\", \"prompt\": " + PROMPT + "}",
                                "{\"model_path\": \"tinker://a/b/c\", \"prompt\": " + PROMPT + "}")),
                Map.entry(
                        "/api/v1/forward_backward",
                        List.of("{\"model_id\": \"" + model
                                + "\", \"seq_id\": 1, \"forward_backward_input\": {\"loss_fn\":"
                                + " \"cross_entropy\", \"data\": [{\"model_input\": " + PROMPT + ", \"loss_fn_inputs\":"
                                + " {\"target_tokens\": {\"data\": [1, 2, 3], \"dtype\": \"int64\"}}}]}}")),
                Map.entry("/api/v1/optim_step", List.of(ofModel)),
                Map.entry("/api/v1/save_weights", List.of(ofModel)),
                Map.entry("/api/v1/save_weights_for_sampler", List.of(ofModel)),
                Map.entry("/api/v1/save_weights_external", List.of(ofModel)),
                Map.entry("/api/v1/load_weights", List.of(ofModel)),
                Map.entry("/api/v1/get_info", List.of(ofModel)),
                Map.entry("/api/v1/unload_model", List.of("{\"model_id\": \"m\"}")),
                Map.entry("/api/v1/weights_info", List.of("{\"tinker_path\": \"tinker://a/weights/c\"}")),
                Map.entry("/api/v1/retrieve_future", List.of("{\"request_id\": \"r\"}")),
                Map.entry("/api/v1/cancel_future", List.of("{\"request_id\": \"r\"}")),
                Map.entry("/api/v1/client/config", List.of("{\"sdk_version\": \"1\"}")),
                Map.entry("/api/v1/telemetry", List.of("{\"session_id\": \"s\", \"events\": [{\"event\": \"e\"}]}")));

        walk.walkPaths();
        bodies.forEach((path, all) -> all.forEach(body -> walk.walkBody(path, body)));

        assertThat(walk.findings()).isEmpty();
        assertThat(walk.sent()).isGreaterThan(500);
    }

    private String created(String path, String body, String field) {
        return json(post(path, body).expectStatus().isOk()).path(field).asString();
    }

    @Test
    void textThatOnlyLooksEscapedIsKept() {
        String session = created(
                "/api/v1/create_session",
                "{\"tags\": [], \"sdk_version\": \"1\", \"user_metadata\": {\"k\": \"a\\\\u0000b\", \"n\": \"\\u0000\"}}",
                "session_id");

        JsonNode metadata =
                JSON.readTree(column("select user_metadata::text from policy.session where id = '" + session + "'"));

        assertThat(metadata.path("k").asString()).isEqualTo("a\\u0000b");
        assertThat(metadata.path("n").asString()).isEqualTo("\ufffd");
    }

    @Test
    void wordsWithItAreReadWhicheverWayTheyCome() {
        for (String content : List.of("\"a\\u0000\"", "[{\"type\": \"text\", \"text\": \"a\\ud800\"}]")) {
            post(
                            "/v1/chat/completions",
                            "{\"model\": \"tiny\", \"max_tokens\": 1, \"messages\": [{\"role\": \"user\", \"content\": "
                                    + content + "}]}")
                    .expectStatus()
                    .isOk();
        }
    }
}
