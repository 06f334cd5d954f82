package io.reagent.policy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.dialogue.WellFormed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** No half of a character comes out, however it came in or was sampled. */
class CharactersTest extends OpenAiFixture {
    private static void whole(JsonNode answer) {
        assertThat(WellFormed.json(answer)).isSameAs(answer);
    }

    private static ObjectNode completion(String prompt, String more) {
        return (ObjectNode) JSON.readTree("{\"model\": \"tiny\", \"prompt\": " + prompt + ", " + more + "}");
    }

    @Test
    void halvesInAPromptAreReplaced() {
        String more = "\"echo\": true, \"max_tokens\": 2, \"logprobs\": 1, \"seed\": 1";
        // as text: no JSON library writes halves the same way
        JsonNode halves =
                json(post("/v1/completions", "{\"model\": \"tiny\", \"prompt\": \"a\\ud83d b\\ude00\", " + more + "}")
                        .expectStatus()
                        .isOk());
        whole(halves);
        String text = halves.path("choices").path(0).path("text").asString();
        assertThat(text).startsWith("a\uFFFD b\uFFFD");
        JsonNode replaced = answered("/v1/completions", completion("\"a\uFFFD b\uFFFD\"", more));
        assertThat(replaced.path("choices").path(0).path("text").asString()).isEqualTo(text);
        assertThat(answered("/v1/completions", completion("\"a\\ud83d\\ude00\"", more))
                        .path("choices")
                        .path(0)
                        .path("text")
                        .asString())
                .startsWith("a😀");
    }

    @Test
    void aNulInAMessageIsReplacedHoweverTheTextIsSent() {
        ObjectNode plain = chat("tiny", "\"max_tokens\": 1, \"return_token_ids\": true");
        ((ObjectNode) plain.path("messages").path(0)).put("content", "a\0b");
        ObjectNode parts = plain.deepCopy();
        ((ObjectNode) parts.path("messages").path(0))
                .putArray("content")
                .addObject()
                .put("type", "text")
                .put("text", "a\0b");
        JsonNode ids = chatted(plain).path("prompt_token_ids");
        assertThat(ids).isEqualTo(chatted(parts).path("prompt_token_ids"));
        int[] prompt = ids.valueStream().mapToInt(JsonNode::intValue).toArray();
        assertThat(bases.named("tiny").model().tokenizer().decode(prompt, false))
                .contains("a\uFFFDb");
    }

    @Test
    void halvesInAConversationAreReplaced() {
        String body = """
            {"model": "hermes", "max_tokens": 2, "return_token_ids": true, "stop": ["\\ud83d"], "messages": [
              {"role": "user", "content": "x\\ud83d"},
              {"role": "assistant", "content": null, "tool_calls": [{"id": "1", "type": "function",
                "function": {"name": "f", "arguments": "{\\"q\\": \\"\\\\ud83d\\"}"}}]},
              {"role": "tool", "tool_call_id": "1", "content": [{"type": "text", "text": "\\ude00y"}]}]}\
            """;
        JsonNode answer = json(post("/v1/chat/completions", body).expectStatus().isOk());
        whole(answer);
        int[] ids = answer.path("prompt_token_ids")
                .valueStream()
                .mapToInt(JsonNode::intValue)
                .toArray();
        assertThat(bases.named("hermes").model().tokenizer().decode(ids, false))
                .contains("x\uFFFD")
                .contains("\"q\": \"\uFFFD\"")
                .contains("\uFFFDy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "hermes"})
    void noChunkOfAStreamEndsWithinACharacter(String model) {
        ObjectNode body = chat(
                model,
                "\"max_tokens\": 90, \"seed\": 3, \"logprobs\": true, \"top_logprobs\": 3,"
                        + " \"structured_outputs\": {\"regex\": \"([😀👩é漢]){12}\"}");
        List<JsonNode> chunks = chunks("/v1/chat/completions", body);
        chunks.forEach(CharactersTest::whole);
        String joined = StreamedChat.joined(chunks).toString();
        assertThat(joined).isEqualTo(StreamedChat.plain(chatted(body)).toString());
        ObjectNode raw = completion(
                "\"x\"", "\"max_tokens\": 90, \"seed\": 3, \"logprobs\": 2, \"guided_regex\": \"([😀👩é漢]){12}\"");
        StringBuilder text = new StringBuilder();
        for (JsonNode chunk : chunks("/v1/completions", raw)) {
            whole(chunk);
            text.append(chunk.path("choices").path(0).path("text").asString());
        }
        assertThat(text.toString()).matches("(😀|👩|é|漢){12}");
    }

    @Test
    void offsetsCountCharacters() {
        JsonNode logprobs = answered(
                        "/v1/completions",
                        completion("\"😀é漢 river\"", "\"echo\": true, \"max_tokens\": 0, \"logprobs\": 0"))
                .path("choices")
                .path(0)
                .path("logprobs");
        String text = "😀é漢 river";
        JsonNode tokens = logprobs.path("tokens");
        JsonNode offsets = logprobs.path("text_offset");
        int last = tokens.size() - 1;
        String tail = tokens.path(last).asString();
        assertThat(offsets.path(last).asInt()).isEqualTo(text.codePointCount(0, text.length() - tail.length()));
        assertThat(offsets.path(0).asInt()).isZero();
        assertThat(((ArrayNode) offsets).valueStream().map(JsonNode::asInt)).isSorted();
    }
}
