package io.reagent.policy.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CompletionsTest extends OpenAiFixture {
    private static ObjectNode body(String prompt, String more) {
        return (ObjectNode) JSON.readTree("{\"model\": \"tiny\", \"prompt\": " + prompt + ", " + more + "}");
    }

    private JsonNode completed(String prompt, String more) {
        return answered("/v1/completions", body(prompt, more));
    }

    private static List<String> texts(JsonNode answer) {
        return answer.path("choices")
                .valueStream()
                .map(choice -> choice.path("text").asString())
                .toList();
    }

    private int[] tokens(String text) {
        return bases.named("tiny").model().tokenizer().encode(text);
    }

    @Test
    void textsAndTheirTokensAreTheSamePrompt() {
        String more = "\"max_tokens\": 8, \"seed\": 1";
        List<String> ofTexts = texts(completed("[\"The river\", \"A bridge\"]", more));
        String ids = JSON.writeValueAsString(List.of(tokens("The river"), tokens("A bridge")));
        assertThat(texts(completed(ids, more))).isEqualTo(ofTexts).hasSize(2);
        assertThat(texts(completed("\"The river\"", more))).isEqualTo(ofTexts.subList(0, 1));
        assertThat(texts(completed(JSON.writeValueAsString(tokens("The river")), more)))
                .isEqualTo(ofTexts.subList(0, 1));
    }

    @Test
    void samplesOfEachPromptStandTogether() {
        JsonNode answer = completed("[\"The river\", \"A bridge\"]", "\"max_tokens\": 6, \"n\": 2, \"seed\": 1");
        assertThat(answer.path("choices").valueStream().map(choice -> choice.path("index")
                        .asInt()))
                .containsExactly(0, 1, 2, 3);
        assertThat(texts(answer).subList(2, 4))
                .isEqualTo(texts(completed("\"A bridge\"", "\"max_tokens\": 6, \"n\": 2, \"seed\": 1")));
        assertThat(answer.path("usage").path("prompt_tokens").asInt())
                .isEqualTo(tokens("The river").length + tokens("A bridge").length);
    }

    @Test
    void echoWithLogprobsScoresThePromptAlone() {
        JsonNode answer = completed("\"The river flows. \"", "\"max_tokens\": 0, \"echo\": true, \"logprobs\": 2");
        JsonNode choice = answer.path("choices").path(0);
        assertThat(choice.path("text").asString()).isEqualTo("The river flows. ");
        assertThat(answer.path("usage").path("completion_tokens").asInt()).isZero();
        JsonNode logprobs = choice.path("logprobs");
        int count = tokens("The river flows. ").length;
        for (String list : List.of("tokens", "token_logprobs", "top_logprobs", "text_offset")) {
            assertThat(logprobs.path(list).size()).as(list).isEqualTo(count);
        }
        assertThat(logprobs.path("token_logprobs").path(0).isNull()).isTrue();
        assertThat(logprobs.path("tokens").valueStream().map(JsonNode::asString).collect(Collectors.joining()))
                .isEqualTo("The river flows. ");
        for (int i = 1; i < count; i++) {
            String token = logprobs.path("tokens").path(i).asString();
            assertThat(logprobs.path("text_offset").path(i).asInt())
                    .isEqualTo(logprobs.path("text_offset").path(i - 1).asInt()
                            + logprobs.path("tokens").path(i - 1).asString().length());
            assertThat(logprobs.path("top_logprobs").path(i).path(token))
                    .isEqualTo(logprobs.path("token_logprobs").path(i));
            assertThat(logprobs.path("top_logprobs").path(i).size()).isBetween(2, 3);
        }
    }

    /** lm-evaluation-harness scores with one token more, and takes a likeliest token for one whose logprob equals the best's. */
    @Test
    void aGreedyContinuationIsRecognisedByItsLogprobs() {
        JsonNode written =
                completed("\"<think>\"", "\"max_tokens\": 10, \"temperature\": 0, \"return_token_ids\": true");
        JsonNode choice = written.path("choices").path(0);
        List<Integer> all = new ArrayList<>();
        choice.path("prompt_token_ids").forEach(id -> all.add(id.intValue()));
        int context = all.size();
        choice.path("token_ids").forEach(id -> all.add(id.intValue()));
        JsonNode logprobs = completed(
                        JSON.writeValueAsString(all),
                        "\"max_tokens\": 1, \"temperature\": 0, \"echo\": true, \"logprobs\": 1")
                .path("choices")
                .path(0)
                .path("logprobs");
        assertThat(logprobs.path("token_logprobs").size()).isEqualTo(all.size() + 1);
        for (int i = context; i < all.size(); i++) {
            double best = logprobs.path("top_logprobs")
                    .path(i)
                    .valueStream()
                    .mapToDouble(JsonNode::asDouble)
                    .max()
                    .orElseThrow();
            assertThat(logprobs.path("token_logprobs").path(i).asDouble()).isEqualTo(best);
        }
    }

    @Test
    void theChunksOfAStreamAreTheWholeAnswer() {
        for (String more : List.of(
                "\"max_tokens\": 20, \"seed\": 4, \"n\": 2, \"logprobs\": 1, \"return_token_ids\": true",
                "\"max_tokens\": 20, \"seed\": 4, \"echo\": true",
                "\"max_tokens\": 9, \"seed\": 4, \"echo\": true, \"logprobs\": 1",
                "\"max_tokens\": 0, \"echo\": true, \"logprobs\": 1")) {
            ObjectNode body = body("[\"The river\", \"A bridge\"]", more);
            JsonNode whole = answered("/v1/completions", body);
            List<JsonNode> parts = chunks("/v1/completions", body).stream()
                    .flatMap(chunk -> chunk.path("choices").valueStream())
                    .toList();
            for (JsonNode choice : whole.path("choices")) {
                List<JsonNode> own = parts.stream()
                        .filter(part -> part.path("index").equals(choice.path("index")))
                        .toList();
                assertThat(own.stream()
                                .map(part -> part.path("text").asString())
                                .collect(Collectors.joining()))
                        .isEqualTo(choice.path("text").asString());
                assertThat(own.getLast().path("finish_reason")).isEqualTo(choice.path("finish_reason"));
                assertThat(joined(own, "token_ids")).isEqualTo(values(choice.path("token_ids")));
                for (String list : List.of("tokens", "text_offset")) {
                    assertThat(own.stream()
                                    .flatMap(part ->
                                            part.path("logprobs").path(list).valueStream())
                                    .toList())
                            .isEqualTo(values(choice.path("logprobs").path(list)));
                }
                List<JsonNode> numbers = values(choice.path("logprobs").path("token_logprobs"));
                List<JsonNode> streamed = own.stream()
                        .flatMap(part ->
                                part.path("logprobs").path("token_logprobs").valueStream())
                        .toList();
                assertThat(streamed).hasSameSizeAs(numbers);
                for (int i = 0; i < numbers.size(); i++) {
                    assertThat(streamed.get(i).asDouble(0))
                            .isCloseTo(numbers.get(i).asDouble(0), within(1e-3));
                }
            }
        }
    }

    private static List<JsonNode> joined(List<JsonNode> parts, String list) {
        return parts.stream().flatMap(part -> part.path(list).valueStream()).toList();
    }

    private static List<JsonNode> values(JsonNode list) {
        return list.valueStream().toList();
    }

    @Test
    void thePromptMayFillTheContextAndNoMore() {
        String fits = JSON.writeValueAsString(
                IntStream.generate(() -> 5).limit(CONTEXT - 3).toArray());
        assertThat(completed(fits, "\"max_tokens\": 3")
                        .path("usage")
                        .path("total_tokens")
                        .asInt())
                .isLessThanOrEqualTo(CONTEXT);
        JsonNode error = json(post(
                                "/v1/completions",
                                body(fits, "\"max_tokens\": 4").toString())
                        .expectStatus()
                        .isBadRequest())
                .path("error");
        assertThat(error.path("code").asString()).isEqualTo("context_length_exceeded");
        assertThat(error.path("message").asString()).contains("2048").contains("2049");
    }
}
