package io.reagent.policy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What vLLM's and SGLang's clients ask of an answer holds. */
class ConstrainedAnswersTest extends OpenAiFixture {
    private static String content(JsonNode answer) {
        return answer.path("choices").path(0).path("message").path("content").asString();
    }

    private static ObjectNode completion(String prompt, String more) {
        return (ObjectNode) JSON.readTree("{\"model\": \"tiny\", \"prompt\": " + prompt + ", " + more + "}");
    }

    private String text(int[] ids) {
        return bases.named("tiny").model().tokenizer().decode(ids, false);
    }

    private String prompt(JsonNode answer) {
        return text(answer.path("prompt_token_ids")
                .valueStream()
                .mapToInt(JsonNode::intValue)
                .toArray());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "\"structured_outputs\": {\"choice\": [\"yes\", \"no\"]} ~ yes|no",
                "\"structured_outputs\": {\"regex\": \"[ab]{3}-\\\\d{2}\"} ~ [ab]{3}-\\d{2}",
                "\"structured_outputs\": {\"json\": \"{\\\"enum\\\": [1, 2]}\"} ~ 1|2",
                "\"structured_outputs\": {\"json\": {\"type\": \"object\", \"properties\": {\"a\": {\"type\":"
                        + " \"integer\"}}, \"required\": [\"a\"]}} ~ \\{\"a\": ?-?\\d{1,19}}",
                "\"structured_outputs\": {\"json_object\": true}, \"max_tokens\": 3 ~ \\{.*",
                "\"guided_choice\": [\"yes\", \"no\"] ~ yes|no",
                "\"guided_regex\": \"x{4}\" ~ xxxx",
                "\"guided_json\": {\"type\": \"boolean\"} ~ true|false",
                "\"regex\": \"x{4}\" ~ xxxx",
                "\"response_format\": {\"type\": \"json_object\", \"schema\": {\"enum\": [7]}} ~ 7",
                "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"a\", \"schema\":"
                        + " {\"const\": [1]}}} ~ \\[1]"
            })
    void anAnswerIsHeldToItsStructureInChatsAndCompletions(String more, String pattern) {
        String fields = "\"max_tokens\": 60, \"seed\": 4, " + more;
        assertThat(content(chatted(chat("hermes", fields)))).matches("(?s)" + pattern);
        JsonNode completed = answered("/v1/completions", completion("\"The\"", fields));
        assertThat(completed.path("choices").path(0).path("text").asString()).matches("(?s)" + pattern);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "\"structured_outputs\": {\"regex\": \"(\"} ~ structured_outputs.regex ~ invalid_value",
                "\"structured_outputs\": {\"choice\": []} ~ structured_outputs.choice ~ invalid_value",
                "\"structured_outputs\": {\"json\": \"{\"} ~ structured_outputs.json ~ invalid_value",
                "\"structured_outputs\": {\"grammar\": \"root ::= 'a'\"} ~ structured_outputs.grammar ~"
                        + " unsupported_parameter",
                "\"structured_outputs\": {\"jsn\": {}} ~ structured_outputs.jsn ~ unknown_parameter",
                "\"structured_outputs\": {\"regex\": \"a\", \"choice\": [\"a\"]} ~ structured_outputs.choice ~"
                        + " invalid_value",
                "\"guided_regex\": \"a\", \"response_format\": {\"type\": \"json_object\"} ~ guided_regex ~"
                        + " invalid_value",
                "\"guided_regex\": \"\", \"ignore_eos\": true ~ guided_regex ~ invalid_value",
                "\"regex\": \"a{0}\", \"min_tokens\": 1 ~ regex ~ invalid_value",
                "\"structured_outputs\": {\"regex\": \"()\"} ~ structured_outputs.regex ~ invalid_value",
                "\"guided_regex\": \"a\", \"tool_choice\": \"required\", \"tools\": [{\"type\": \"function\","
                        + " \"function\": {\"name\": \"f\"}}] ~ guided_regex ~ invalid_value",
                "\"guided_json\": {\"not\": {}} ~ guided_json ~ invalid_value",
                "\"min_tokens\": 9, \"max_tokens\": 8 ~ min_tokens ~ invalid_value",
                "\"min_tokens\": -1 ~ min_tokens ~ invalid_value",
                "\"continue_final_message\": true, \"add_generation_prompt\": true ~ add_generation_prompt ~"
                        + " invalid_value",
                "\"reasoning_effort\": \"hard\" ~ reasoning_effort ~ invalid_value",
                "\"documents\": [{\"text\": \"x\"}] ~ documents ~ unsupported_parameter",
                "\"chat_template_kwargs\": {\"messages\": []} ~ chat_template_kwargs.messages ~ invalid_value",
                "\"repeat_penalty\": 2 ~ repeat_penalty ~ unknown_parameter"
            })
    void whatCannotHoldIsRefusedByItsField(String more, String param, String code) {
        JsonNode error = json(post("/v1/chat/completions", chat("hermes", more).toString())
                        .expectStatus()
                        .isBadRequest())
                .path("error");
        assertThat(error.path("param").asString()).isEqualTo(param);
        assertThat(error.path("code").asString()).isEqualTo(code);
    }

    @Test
    void aStopStringStaysWhereItIsAskedFor() {
        String free = content(chatted(chat("line", "\"max_tokens\": 30, \"seed\": 1")));
        String stop = free.substring(8, 11);
        String cut = free.substring(0, free.indexOf(stop));
        String stopping = "\"max_tokens\": 30, \"seed\": 1, \"stop\": " + JSON.writeValueAsString(List.of(stop));
        assertThat(content(chatted(chat("line", stopping)))).isEqualTo(cut);
        for (String field : List.of("include_stop_str_in_output", "no_stop_trim")) {
            ObjectNode body = chat("line", stopping + ", \"" + field + "\": true");
            assertThat(content(chatted(body))).isEqualTo(cut + stop);
            assertThat(StreamedChat.joined(chunks("/v1/chat/completions", body)))
                    .isEqualTo(StreamedChat.plain(chatted(body)));
        }
    }

    @Test
    void anAnswerHasAsManyTokensAsItMustHave() {
        for (int seed = 0; seed < 6; seed++) {
            JsonNode answer = chatted(
                    chat("tiny", "\"min_tokens\": 70, \"max_tokens\": 80, \"stop\": [\"e\"], \"seed\": " + seed));
            assertThat(answer.path("usage").path("completion_tokens").asInt()).isGreaterThan(70);
        }
    }

    @Test
    void anAnswerThatWasBegunIsGoneOnWith() {
        ObjectNode body = chat("tiny", "\"max_tokens\": 6, \"temperature\": 0, \"return_token_ids\": true");
        String newTurn = prompt(chatted(body));
        String begun = "I should search for the si";
        ((ArrayNode) body.path("messages")).addObject().put("role", "assistant").put("content", begun);
        JsonNode another = chatted(body);
        body.put("continue_final_message", true);
        JsonNode goneOn = chatted(body);

        assertThat(prompt(goneOn)).isEqualTo(newTurn + begun);
        assertThat(prompt(another))
                .startsWith(newTurn + begun)
                .hasSizeGreaterThan(prompt(goneOn).length());
        assertThat(chatted(body.deepCopy().put("add_generation_prompt", false)).path("prompt_token_ids"))
                .isEqualTo(goneOn.path("prompt_token_ids"));
        ObjectNode raw = completion(JSON.writeValueAsString(newTurn + begun), "\"max_tokens\": 6, \"temperature\": 0");
        assertThat(content(goneOn))
                .isEqualTo(answered("/v1/completions", raw)
                        .path("choices")
                        .path(0)
                        .path("text")
                        .asString());
        body.remove("continue_final_message");
        assertThat(prompt(another)).startsWith(prompt(chatted(body.put("add_generation_prompt", false))));
    }

    @Test
    void aThoughtThatWasBegunIsGoneOnWith() {
        ObjectNode body = chat("line", "\"max_tokens\": 8, \"seed\": 2, \"continue_final_message\": true");
        ((ArrayNode) body.path("messages")).addObject().put("role", "assistant").put("content", "<think>\nWell, the");
        JsonNode message = chatted(body).path("choices").path(0).path("message");
        assertThat(message.path("reasoning_content").asString()).isNotBlank();
        assertThat(message.path("content").asString()).isEmpty();
    }

    @Test
    void aMessageOfCallsOrAFieldOfAnotherProtocolCannotBeGoneOnWith() {
        ObjectNode body = chat("hermes", "\"continue_final_message\": true");
        ((ArrayNode) body.path("messages"))
                .add(JSON.readTree("{\"role\": \"assistant\", \"content\": \"a\", \"tool_calls\": [{\"id\": \"1\","
                        + " \"type\": \"function\", \"function\": {\"name\": \"f\", \"arguments\": \"{}\"}}]}"));
        post("/v1/chat/completions", body.toString()).expectStatus().isBadRequest();
        ObjectNode prefix = chat("hermes", "\"max_tokens\": 2");
        ((ArrayNode) prefix.path("messages"))
                .add(JSON.readTree("{\"role\": \"assistant\", \"content\": \"a\", \"prefix\": true}"));
        JsonNode error = json(
                post("/v1/chat/completions", prefix.toString()).expectStatus().isBadRequest());
        assertThat(error.path("error").path("param").asString()).isEqualTo("messages[1].prefix");
    }
}
