package io.reagent.policy.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Policies that were saved over the other protocol are models here. */
class SavedPolicyTest extends OpenAiFixture {
    private JsonNode tinker(String path, String body) {
        return answered("/api/v1/" + path, (ObjectNode) JSON.readTree(body));
    }

    private void finished(JsonNode accepted) {
        String poll = "{\"request_id\": " + accepted.path("request_id") + "}";
        await().atMost(LIMIT)
                .until(() -> post("/api/v1/retrieve_future", poll)
                                .expectBody()
                                .returnResult()
                                .getStatus()
                                .value()
                        == 200);
    }

    private static JsonNode choice(JsonNode answer) {
        return answer.path("choices").path(0);
    }

    @Test
    void aSavedPolicyIsListedAndSampledByItsName() {
        String session = tinker("create_session", "{\"sdk_version\": \"0.25\", \"tags\": []}")
                .path("session_id")
                .toString();
        JsonNode model = tinker(
                "create_model",
                "{\"base_model\": \"tiny\", \"lora_config\": {\"rank\": 4}, \"user_metadata\": {\"name\": \"rivers\"},"
                        + " \"session_id\": " + session + ", \"model_seq_id\": 0}");
        finished(model);
        finished(tinker(
                "save_weights_for_sampler",
                "{\"path\": \"step-1\", \"seq_id\": 1, \"model_id\": " + model.path("model_id") + "}"));

        JsonNode listed = json(client.get()
                .uri("/v1/models/rivers@step-1")
                .exchange()
                .expectStatus()
                .isOk());
        assertThat(listed.path("root").asString()).isEqualTo("tiny");
        assertThat(json(client.get().uri("/v1/models").exchange()).path("data").valueStream())
                .contains(listed);

        long saved =
                Long.parseLong(column("select floor(extract(epoch from created_at))::bigint from policy.checkpoint"));
        assertThat(listed.path("created").asLong()).isEqualTo(saved);

        // an adapter that was not trained changes nothing
        String greedy = "\"max_tokens\": 12, \"temperature\": 0, \"return_token_ids\": true";
        JsonNode answer = chatted(chat("rivers@step-1", greedy));
        assertThat(answer.path("model").asString()).isEqualTo("rivers@step-1");
        assertThat(choice(answer).path("token_ids"))
                .isEqualTo(choice(chatted(chat("tiny", greedy))).path("token_ids"));
        assertThat(bases.named("tiny").model().adapters()).isNotEmpty();
        post("/v1/chat/completions", chat("rivers@step-2", greedy).toString())
                .expectStatus()
                .isNotFound();
        aPolicyWhoseBaseIsGoneIsListedAsUnavailable();
    }

    private void aPolicyWhoseBaseIsGoneIsListedAsUnavailable() {
        column("with gone as (update policy.training_run set base_model = 'sold' where name = 'rivers' returning 1)"
                + " select count(*) from gone");
        JsonNode listed =
                json(client.get().uri("/v1/models").exchange().expectStatus().isOk());
        JsonNode policy = listed.path("data")
                .valueStream()
                .filter(model -> model.path("id").asString().equals("rivers@step-1"))
                .findFirst()
                .orElseThrow();
        assertThat(policy.path("root").asString()).isEqualTo("sold");
        assertThat(policy.path("max_model_len").isNull()).isTrue();
        assertThat(policy.path("unavailable").asString()).contains("'sold'");
        assertThat(listed.path("data").valueStream().filter(model -> !model.has("unavailable")))
                .hasSize(bases.all().size());
        assertThat(get("/v1/models/rivers@step-1")).isEqualTo(policy);
        JsonNode error = json(post(
                                "/v1/chat/completions",
                                chat("rivers@step-1", "\"max_tokens\": 1").toString())
                        .expectStatus()
                        .isNotFound())
                .path("error");
        assertThat(error.path("code").asString()).isEqualTo("model_not_found");
        assertThat(error.path("param").asString()).isEqualTo("model");
        assertThat(error.path("message").asString()).contains("'sold'");
    }

    @Test
    void aBaseModelIsAsOldAsItsFiles() throws IOException {
        long written = Files.getLastModifiedTime(Path.of("../models/rrm-tiny/config.json"))
                .toInstant()
                .getEpochSecond();
        assertThat(get("/v1/models/tiny").path("created").asLong()).isEqualTo(written);
    }
}
