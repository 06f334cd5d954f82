package io.reagent.rrm.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.testing.KeptConnection;
import io.reagent.kit.testing.TestPostgres;
import io.reagent.rrm.RrmApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bodies that the clients' sources send, and what those sources read of the answers. */
@SpringBootTest(
        classes = RrmApi.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "reagent.judges.scripted.openai.model=scripted-model",
            "reagent.judges.scripted.attempts=1",
            "reagent.judges.scripted.openai.retries=0",
            "reagent.judges.scripted.timeout=2s",
        })
class DialectsTest {
    private static final ScriptedModel MODEL = new ScriptedModel();

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void configure(DynamicPropertyRegistry registry) {
        TestPostgres.register(registry);
        registry.add("reagent.judges.scripted.openai.base-url", MODEL::baseUrl);
    }

    @AfterAll
    static void stopModel() {
        MODEL.close();
    }

    @Test
    void openRlhfGetsOneRewardForEachQueryInOrder() throws Exception {
        String prompt = "<|im_start|>user\\nWhat is 6*7?<|im_end|>\\n<|im_start|>assistant\\n";
        HttpResponse<String> response = post("/get_reward", """
                {"query": ["%s<think>Easy.</think>42<|im_end|>", "%sIt is 43.<|im_end|>"],
                 "prompts": ["%s", "%s"], "labels": ["42", "42"]}
                """.formatted(prompt, prompt, prompt, prompt));

        JsonNode answer = json(response, 200);
        assertThat(numbers(answer.path("rewards"))).containsExactly(0.75, 0.75);
        assertThat(numbers(answer.path("scores"))).containsExactly(0.75, 0.75);
        assertThat(answer.path("extra_logs").valueStream())
                .allSatisfy(values -> assertThat(numbers(values)).hasSize(2));
        assertThat(MODEL.shown()).contains("What is 6*7?").doesNotContain("im_start");
    }

    @Test
    void openRlhfMaySendNothing() throws Exception {
        JsonNode answer = json(post("/get_reward", "{\"query\": [], \"prompts\": [], \"labels\": []}"), 200);

        assertThat(numbers(answer.path("rewards"))).isEmpty();
    }

    @Test
    void openRlhfIsNeverGivenANumberForAFailedJudgement() throws Exception {
        HttpResponse<String> hopeless = post("/get_reward", """
                {"query": ["Q: good answer", "Q: write-nothing-readable"], "prompts": ["Q:", "Q:"], "labels": []}
                """);
        HttpResponse<String> passing =
                post("/get_reward", "{\"query\": [\"say-nothing-for-long\"], \"prompts\": [], \"labels\": []}");

        assertThat(json(hopeless, 422).path("type").asString()).endsWith("judgement-failed");
        assertThat(json(passing, 503).path("detail").asString()).contains("TIMEOUT");
        assertThat(passing.headers().firstValue("Retry-After")).isPresent();
        assertThat(hopeless.body() + passing.body()).doesNotContain("rewards");
    }

    @Test
    void openRlhfListsMustMatch() throws Exception {
        JsonNode problem = json(post("/get_reward", "{\"query\": [\"a\"], \"prompts\": [\"a\", \"b\"]}"), 400);

        assertThat(problem.path("field").asString()).isEqualTo("prompts");
    }

    @Test
    void slimeReadsItsRewardKey() throws Exception {
        JsonNode text = json(post("/rm", """
                {"prompt": "What is 6*7?", "response": "42", "label": "42"}
                """), 200);
        JsonNode messages = json(post("/rm", """
                {"prompt": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is 6*9?"}],
                 "response": "54", "label": null}
                """), 200);

        assertThat(text.path("score").doubleValue()).isEqualTo(0.75);
        assertThat(messages.path("critique").asString()).isEqualTo("Check it.");
        assertThat(MODEL.shown()).contains("What is 6*9?");
    }

    @Test
    void slimeHearsAnErrorForAFailedJudgementAndForAnEmptyResponse() throws Exception {
        assertThat(post("/rm", "{\"prompt\": \"q\", \"response\": \"write-a-7\", \"label\": null}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(json(post("/rm", "{\"prompt\": \"q\", \"response\": \"\", \"label\": null}"), 422)
                        .path("field")
                        .asString())
                .isEqualTo("response");
    }

    private static String gym(String answer) {
        return """
                {"responses_create_params": {"input": [{"role": "user", "content": "What is 6*7?"}], "tools": []},
                 "response": {"id": "resp_1", "object": "response", "model": "policy", "output": [
                   {"type": "reasoning", "id": "r1", "summary": [{"type": "summary_text", "text": "Compute it."}]},
                   {"type": "function_call", "call_id": "c1", "name": "python", "arguments": "{\\"code\\": \\"6*7\\"}"},
                   {"type": "function_call_output", "call_id": "c1", "output": "42"},
                   {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "%s"}]}]},
                 "expected": "42", "reward": 0.1, "_ng_failure_class": "judge_failed"}
                """.formatted(answer);
    }

    @Test
    void nemoGymGetsItsBodyBackWithAReward() throws Exception {
        JsonNode answer = json(post("/verify", gym("It is 42.")), 200);

        assertThat(answer.path("reward").doubleValue()).isEqualTo(0.75);
        assertThat(answer.path("reward_components")
                        .valueStream()
                        .mapToDouble(JsonNode::doubleValue)
                        .sum())
                .isEqualTo(0.75);
        assertThat(answer.path("expected").asString()).isEqualTo("42");
        assertThat(answer.path("response").path("output").size()).isEqualTo(4);
        assertThat(answer.has("_ng_failure_class")).isFalse();
        assertThat(MODEL.shown()).contains("python").contains("6*7").contains("Compute it.");
    }

    @Test
    void nemoGymGetsAMaskedRowForAFailedJudgement() throws Exception {
        JsonNode answer = json(post("/verify", gym("write-nothing-readable")), 200);

        assertThat(answer.path("reward").doubleValue()).isZero();
        assertThat(answer.path("_ng_failure_class").asString()).isEqualTo("judge_failed");
        assertThat(answer.path("_ng_failure_judge_error").asString()).contains("PARSE_ERROR");
        assertThat(answer.path("mask_sample").booleanValue()).isTrue();
        assertThat(answer.has("reward_components")).isFalse();
        assertThat(answer.path("response").path("id").asString()).isEqualTo("resp_1");
    }

    @Test
    void nemoGymEmptyResponsesAreMaskedAndForeignBodiesRefused() throws Exception {
        JsonNode empty = json(post("/verify", """
                {"responses_create_params": {"input": "What is 6*7?"}, "response": {"id": "r", "output": []}}
                """), 200);

        assertThat(empty.path("mask_sample").booleanValue()).isTrue();
        assertThat(json(post("/verify", "{\"responses_create_params\": {\"input\": \"q\"}}"), 400)
                        .path("field")
                        .asString())
                .isEqualTo("response");
    }

    @Test
    void classifyEndsInTheScore() throws Exception {
        JsonNode answer = json(post("/classify", """
                {"model": "any", "input": "<|im_start|>user\\nWhat is 7*7?<|im_end|>\\n<|im_start|>assistant\\n49<|im_end|>",
                 "activation": false}
                """), 200);

        JsonNode item = answer.path("data").path(0);
        assertThat(numbers(item.path("probs"))).containsExactly(0.25, 0.75);
        assertThat(item.path("num_classes").asInt()).isEqualTo(2);
        assertThat(MODEL.shown()).contains("What is 7*7?");
        assertThat(post("/classify", "{\"model\": \"any\", \"input\": [\"write-a-7\"]}")
                        .statusCode())
                .isEqualTo(422);
    }

    private static String chat(String trajectory, String more) {
        return """
                {"messages": [{"role": "system", "content": "You are a judge."},
                  {"role": "user", "content": "Question: What is 8*7?\\n\\nAgent Trajectory: %s"}],
                 "temperature": 0.0, "max_tokens": 1200%s}
                """.formatted(trajectory, more);
    }

    @Test
    void thePublishedTrainerReadsTheRawBlocks() throws Exception {
        JsonNode answer = json(post("/v1/chat/completions", chat("56", ", \"model\": \"Agent-RRM\"")), 200);

        JsonNode choice = answer.path("choices").path(0);
        assertThat(choice.path("message").path("content").asString()).isEqualTo(ScriptedModel.BLOCKS);
        assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
        assertThat(answer.path("usage").path("total_tokens").asInt()).isEqualTo(120);
        assertThat(MODEL.shown()).contains("What is 8*7?");
    }

    @Test
    void aChatAnswersTheRawTextWhateverItsOutcome() throws Exception {
        JsonNode answer = json(post("/v1/chat/completions", chat("write-nothing-readable", "")), 200);

        assertThat(answer.path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asString())
                .isEqualTo("I would rather talk about the weather.");
        assertThat(post("/v1/chat/completions", chat("say-nothing-for-long", ""))
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void aStreamEndsWithItsEndMarkAndTheConnectionServesTheNextRequest() throws Exception {
        try (KeptConnection connection = new KeptConnection(port)) {
            for (int time = 0; time < 2; time++) {
                assertThat(connection.post("/v1/chat/completions", chat("fifty-six", ", \"stream\": true")))
                        .startsWith("HTTP/1.1 200 OK")
                        .endsWith("data:[DONE]\n\n");
            }
        }
    }

    @Test
    void aChatStreams() throws Exception {
        HttpResponse<String> response = post(
                "/v1/chat/completions",
                chat("fifty-six", ", \"stream\": true, \"stream_options\": {\"include_usage\": true}"));

        assertThat(response.headers().firstValue("Content-Type"))
                .get()
                .asString()
                .startsWith("text/event-stream");
        List<String> data = response.body()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring(5).strip())
                .toList();
        assertThat(data).hasSize(4).last().isEqualTo("[DONE]");
        JsonNode first = JsonMapper.shared().readTree(data.getFirst());
        assertThat(first.path("object").asString()).isEqualTo("chat.completion.chunk");
        assertThat(first.path("choices").path(0).path("delta").path("content").asString())
                .isEqualTo(ScriptedModel.BLOCKS);
        assertThat(JsonMapper.shared()
                        .readTree(data.get(2))
                        .path("usage")
                        .path("completion_tokens")
                        .asInt())
                .isEqualTo(20);
    }

    @Test
    void aChatThatHoldsNothingToJudgeSaysWhatToSend() throws Exception {
        JsonNode problem = json(
                post("/v1/chat/completions", "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}"), 400);

        assertThat(problem.path("remedy").asString()).contains("Agent Trajectory:");
    }

    private static String picturedChat(String part) {
        return """
                {"messages": [{"role": "system", "content": "You are a judge."},
                  {"role": "user", "content": [%s,
                    {"type": "text", "text": "Question: What is 9*7?\\n\\nAgent Trajectory: 63"}]}]}""".formatted(part);
    }

    @Test
    @Timeout(20)
    void aLongMessageIsReadInOneGo() throws Exception {
        for (String text : List.of(
                "[image]".repeat(20_000) + "\\nQuestion: x\\n\\nAgent Trajectory: y",
                "Question: " + "\\n".repeat(200_000) + "Agent Trajectory: y")) {
            json(
                    post(
                            "/v1/chat/completions",
                            "{\"messages\": [{\"role\": \"user\", \"content\": \"" + text + "\"}]}"),
                    200);
        }
        json(
                post(
                        "/v1/chat/completions",
                        "{\"messages\": [{\"role\": \"user\", \"content\": \"Question: "
                                + " \\n Agent  Trajectory".repeat(20_000) + "\"}]}"),
                400);
    }

    @Test
    void aChatsPictureIsNamedAndItsUnknownPartRefused() throws Exception {
        String picture = "{\"type\": \"image_url\", \"image_url\": {\"url\": \"data:,x\"}}";
        JsonNode answer = json(post("/v1/chat/completions", picturedChat(picture)), 200);
        JsonNode unknown = json(post("/v1/chat/completions", picturedChat("{\"type\": \"hologram\"}")), 400);

        assertThat(MODEL.shown()).contains("[image]", "What is 9*7?");
        assertThat(unseen(answer.path("id").asString().substring("chatcmpl-".length())))
                .isEqualTo("[\"messages[1].content[0]: image_url\"]");
        assertThat(unknown.path("field").asString()).isEqualTo("messages[1].content[0].type");
    }

    @Test
    void slimesPictureIsNamedAndItsUnknownPartRefused() throws Exception {
        String body = """
                {"prompt": [{"role": "user", "images": ["x"], "content": [{"type": "%s"},
                  {"type": "text", "text": "What is 9*8?"}]}], "response": "72"}""";
        JsonNode reward = json(post("/rm", body.formatted("image")), 200);
        JsonNode unknown = json(post("/rm", body.formatted("hologram")), 400);

        assertThat(MODEL.shown()).contains("[image]", "What is 9*8?");
        assertThat(unseen(reward.path("judgement_id").asString()))
                .isEqualTo("[\"prompt[0].content[0]: image\",\"prompt[0].images: images\"]");
        assertThat(unknown.path("field").asString()).isEqualTo("prompt[0].content[0].type");
    }

    private String unseen(String judgement) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/v1/judgements/" + judgement))
                .build();
        return json(client.send(request, HttpResponse.BodyHandlers.ofString()), 200)
                .path("diagnostics")
                .path("unseen")
                .toString();
    }

    private static List<Double> numbers(JsonNode list) {
        return list.valueStream().map(JsonNode::doubleValue).toList();
    }

    private static JsonNode json(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(response.body());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
