package io.reagent.policy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class BadInputTest extends OpenAiFixture {
    private JsonNode error(int status, WebTestClient.ResponseSpec response) {
        JsonNode body = json(response.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_JSON));
        assertThat(body.propertyNames()).containsExactly("error");
        assertThat(body.path("error").propertyNames()).containsExactly("message", "type", "param", "code");
        return body.path("error");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"temperature\": \"hot\" | temperature | invalid_type",
                "\"temperature\": 2.5 | temperature | invalid_value",
                "\"temperature\": NaN | temperature | invalid_value",
                "\"top_p\": 0 | top_p | invalid_value",
                "\"n\": 0 | n | invalid_value",
                "\"n\": 1000 | n | invalid_value",
                "\"max_tokens\": 0 | max_tokens | invalid_value",
                "\"max_tokens\": -1 | max_tokens | invalid_value",
                "\"max_tokens\": 1.5 | max_tokens | invalid_type",
                "\"max_tokens\": 1000000000 | messages | context_length_exceeded",
                "\"max_completion_tokens\": 99999999999 | max_completion_tokens | invalid_value",
                "\"stop\": 7 | stop | invalid_value",
                "\"stop\": [\"a\", 7] | stop | invalid_value",
                "\"stop\": \"\" | stop | invalid_value",
                "\"seed\": \"x\" | seed | invalid_type",
                "\"logit_bias\": {\"5\": 100} | logit_bias | unsupported_parameter",
                "\"presence_penalty\": 1 | presence_penalty | unsupported_parameter",
                "\"top_logprobs\": 2 | top_logprobs | invalid_value",
                "\"logprobs\": true, \"top_logprobs\": 21 | top_logprobs | invalid_value",
                "\"logprobs\": 3 | logprobs | invalid_type",
                "\"messages\": [] | messages | invalid_value",
                "\"messages\": \"hi\" | messages | invalid_value",
                "\"messages\": [5] | messages[0] | invalid_value",
                "\"messages\": [{\"content\": \"x\"}] | messages[0].role | missing_required_parameter",
                "\"messages\": [{\"role\": \"king\", \"content\": \"x\"}] | messages[0].role | invalid_value",
                "\"messages\": [{\"role\": \"user\"}] | messages[0].content | missing_required_parameter",
                "\"messages\": [{\"role\": \"user\", \"content\": 5}] | messages[0].content | invalid_value",
                "\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\"}]}] | messages[0].content[0].type | unsupported_parameter",
                "\"messages\": [{\"role\": \"assistant\", \"tool_calls\": [{\"id\": \"1\"}]}] | messages[0].tool_calls[0].function | invalid_value",
                "\"tools\": [{\"type\": \"web_search\"}] | tools[0].type | unsupported_parameter",
                "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"a b\"}}] | tools[0].function.name | invalid_value",
                "\"tools\": [{\"type\": \"function\", \"function\": {}}] | tools[0].function.name | missing_required_parameter",
                "\"tool_choice\": \"required\" | tool_choice | invalid_value",
                "\"tool_choice\": \"perhaps\" | tool_choice | invalid_value",
                "\"tool_choice\": {\"type\": \"function\", \"function\": {\"name\": \"x\"}} | tool_choice | invalid_value",
                "\"functions\": [{\"name\": \"f\"}] | functions | unsupported_parameter",
                "\"functions\": [], \"function_call\": \"auto\" | function_call | unsupported_parameter",
                "\"messages\": [{\"role\": \"assistant\", \"tool_calls\": [{\"function\": {\"name\": \"f\"}}], \"function_call\": {\"name\": \"f\"}}] | messages[0].function_call | invalid_value",
                "\"response_format\": {\"type\": \"xml\"} | response_format.type | invalid_value",
                "\"response_format\": {\"type\": \"json_schema\"} | response_format.json_schema | missing_required_parameter",
                "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"schema\": {\"not\": {}}}} | response_format | invalid_value",
                "\"tool_choice\": \"required\", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\", \"strict\": true, \"parameters\": {\"not\": {}}}}] | tools[0].function.parameters | invalid_value",
                "\"stream_options\": true | stream_options | invalid_type",
                "\"model\": 5 | model | invalid_type"
            })
    void aChatRequestThatMakesNoSenseSaysWhichFieldIsAtFault(String more, String param, String code) {
        for (boolean stream : new boolean[] {false, true}) {
            String body = "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"model\": \"hermes\", " + more
                    + ", \"stream\": " + stream + "}";
            JsonNode error = error(400, post("/v1/chat/completions", last(body)));
            assertThat(error.path("param").asString()).isEqualTo(param);
            assertThat(error.path("code").asString()).isEqualTo(code);
            assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
        }
    }

    /** Of fields that stand twice the last one is meant; NaN stays as it is written. */
    private static String last(String body) {
        return body.replaceFirst("\"messages\": \\[\\{\"role\": \"user\", \"content\": \"x\"}], (?=.*\"messages\")", "")
                .replaceFirst("\"model\": \"hermes\", (?=.*\"model\")", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"prompt\": \"\" | prompt | invalid_value",
                "\"prompt\": [] | prompt | invalid_value",
                "\"prompt\": [[]] | prompt | invalid_value",
                "\"prompt\": {} | prompt | invalid_value",
                "\"prompt\": [1, \"a\"] | prompt | invalid_value",
                "\"prompt\": [\"a\", 1] | prompt[1] | invalid_value",
                "\"prompt\": [1, 99999] | prompt | invalid_value",
                "\"prompt\": [-1] | prompt | invalid_value",
                "\"prompt\": \"a\", \"suffix\": \"b\" | suffix | unsupported_parameter",
                "\"prompt\": \"a\", \"best_of\": 2 | best_of | unsupported_parameter",
                "\"prompt\": \"a\", \"max_tokens\": 0 | max_tokens | invalid_value",
                "\"prompt\": \"a\", \"max_tokens\": 1000000000 | prompt | context_length_exceeded",
                "\"prompt\": \"a\", \"logprobs\": 30 | logprobs | invalid_value",
                "\"prompt\": \"a\", \"logprobs\": true | logprobs | invalid_type",
                "\"prompt\": \"a\", \"echo\": 1 | echo | invalid_type",
                "\"stop\": null | prompt | missing_required_parameter"
            })
    void aCompletionRequestThatMakesNoSenseSaysWhichFieldIsAtFault(String more, String param, String code) {
        JsonNode error = error(400, post("/v1/completions", "{\"model\": \"tiny\", " + more + "}"));
        assertThat(error.path("param").asString()).isEqualTo(param);
        assertThat(error.path("code").asString()).isEqualTo(code);
    }

    @Test
    void anUnknownModelIsNotFoundOnEveryRoute() {
        ObjectNode chat = chat("gpt-4", "\"max_tokens\": 1");
        for (WebTestClient.ResponseSpec response : new WebTestClient.ResponseSpec[] {
            post("/v1/chat/completions", chat.toString()),
            post("/v1/chat/completions", chat.deepCopy().put("stream", true).toString()),
            post("/v1/completions", "{\"model\": \"../tiny\", \"prompt\": \"x\"}"),
            client.get().uri("/v1/models/gpt-4").exchange(),
            client.get().uri("/v1/models/..%2Ftiny").exchange()
        }) {
            JsonNode error = error(404, response);
            assertThat(error.path("code").asString()).isIn("model_not_found");
            assertThat(error.path("param").asString()).isEqualTo("model");
        }
    }

    @Test
    void bodiesThatAreNoRequestsAreRefusedInTheSameForm() {
        assertThat(error(400, post("/v1/chat/completions", "{\"model\": "))
                        .path("code")
                        .asString())
                .isEqualTo("malformed_json");
        assertThat(error(400, post("/v1/completions", "[]")).path("code").asString())
                .isEqualTo("malformed_json");
        error(405, client.get().uri("/v1/chat/completions").exchange());
        String large = "{\"model\": \"tiny\", \"prompt\": \"" + "x".repeat(17 << 20) + "\"}";
        error(413, post("/v1/completions", large));
    }

    @Test
    void aSlashBehindARouteIsServedAndOtherRoutesAreNotFoundInTheSameForm() {
        post("/v1/chat/completions/", chat("hermes", "\"max_tokens\": 1").toString())
                .expectStatus()
                .isOk();
        post("/v1/completions/", "{\"model\": \"tiny\", \"prompt\": \"x\", \"max_tokens\": 1}")
                .expectStatus()
                .isOk();
        client.get().uri("/v1/models/").exchange().expectStatus().isOk();
        client.get().uri("/v1/models/tiny/").exchange().expectStatus().isOk();
        assertThat(error(404, client.get().uri("/v1/models/gpt-4/").exchange())
                        .path("code")
                        .asString())
                .isEqualTo("model_not_found");
        error(400, post("/v1/chat/completions/", "{}"));
        for (String route : new String[] {"/v1/embeddings", "/v1/responses", "/v1/chat/completions/x", "/v1"}) {
            assertThat(error(404, post(route, "{}")).path("code").asString()).isEqualTo("no_such_route");
        }
        json(post("/v1/agents/nothing", "{}").expectStatus().isNotFound()).path("type");
    }

    @Test
    void aCompressedBodyIsRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(chat("hermes", "\"max_tokens\": 1").toString().getBytes(StandardCharsets.UTF_8));
        }
        client.post()
                .uri("/v1/chat/completions")
                .contentType(MediaType.APPLICATION_JSON)
                .header("Content-Encoding", "gzip")
                .bodyValue(bytes.toByteArray())
                .exchange()
                .expectStatus()
                .isOk();
        JsonNode error = error(
                415,
                client.post()
                        .uri("/v1/chat/completions")
                        .contentType(MediaType.APPLICATION_JSON)
                        .header("Content-Encoding", "br")
                        .bodyValue("{}")
                        .exchange());
        assertThat(error.path("code").asString()).isEqualTo("unsupported_content_encoding");
    }

    @Test
    void aPromptThatIsLongerThanTheContextIsRefused() {
        ObjectNode body = chat("tiny", "\"max_tokens\": 1");
        ((ObjectNode) body.path("messages").path(0)).put("content", "word ".repeat(5000));
        JsonNode error = error(400, post("/v1/chat/completions", body.toString()));
        assertThat(error.path("code").asString()).isEqualTo("context_length_exceeded");
    }
}
