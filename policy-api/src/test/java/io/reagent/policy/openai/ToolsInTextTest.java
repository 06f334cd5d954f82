package io.reagent.policy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.agent.Message;
import io.reagent.core.tools.ToolDescription;
import io.reagent.dialogue.Dialogue;
import io.reagent.policy.hosting.BaseModel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Models whose chat templates know nothing of calls, or of tools, are told and read as agent runs do. */
class ToolsInTextTest extends OpenAiFixture {
    private static final String TOOLS = """
        "tools": [{"type": "function", "function": {"name": "get_weather", "description": "Tells the weather.",
           "parameters": {"type": "object", "properties": {"city": {"type": "string", "maxLength": 5}},
           "required": ["city"], "additionalProperties": false}}}]\
        """;

    private String prompt(String model, JsonNode answer) {
        int[] ids = answer.path("prompt_token_ids")
                .valueStream()
                .mapToInt(JsonNode::intValue)
                .toArray();
        return bases.named(model).model().tokenizer().decode(ids, false);
    }

    private static JsonNode message(JsonNode answer) {
        return answer.path("choices").path(0).path("message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"required\"", "{\"type\": \"function\", \"function\": {\"name\": \"get_weather\"}}"})
    void aForcedCallIsWrittenAsHermesDoesAndGoesBackInTheText(String choice) {
        ObjectNode body = chat(
                "silent",
                "\"max_tokens\": 200, \"seed\": 5, \"parallel_tool_calls\": false, \"return_token_ids\": true,"
                        + " \"tool_choice\": " + choice + ", " + TOOLS);
        JsonNode answer = chatted(body);
        assertThat(prompt("silent", answer))
                .startsWith("<|im_start|>system\n# Tools")
                .contains("get_weather", "Tells the weather.", "<tool_call>");
        JsonNode call = message(answer).path("tool_calls").path(0);
        assertThat(call.path("function").path("name").asString()).isEqualTo("get_weather");
        String arguments = call.path("function").path("arguments").asString();
        assertThat(JSON.readTree(arguments).propertyNames()).containsExactly("city");
        assertThat(StreamedChat.joined(chunks("/v1/chat/completions", body))).isEqualTo(StreamedChat.plain(answer));

        ((ArrayNode) body.path("messages"))
                .add(message(answer))
                .addObject()
                .put("role", "tool")
                .put("tool_call_id", call.path("id").asString())
                .put("content", "RAIN");
        String next = prompt("silent", chatted(body.put("tool_choice", "auto").put("max_tokens", 1)));
        assertThat(next)
                .contains("<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\"")
                .contains("</tool_call><|im_end|>\n<|im_start|>tool\nRAIN<|im_end|>");
    }

    @Test
    void aSystemMessageGetsTheToolsBehindItsOwnText() {
        ObjectNode body = chat("line", "\"max_tokens\": 1, \"return_token_ids\": true, " + TOOLS);
        ((ArrayNode) body.path("messages"))
                .insertObject(0)
                .put("role", "system")
                .put("content", "Be brief.");
        assertThat(prompt("line", chatted(body)))
                .startsWith("<|im_start|>system\nBe brief.\n\nTools you may call:\n- get_weather: Tells the weather.");
        assertThat(prompt("line", chatted(body.put("tool_choice", "none")))).doesNotContain("get_weather");
        assertThat(prompt("hermes", chatted(chat("hermes", "\"max_tokens\": 1, \"return_token_ids\": true, " + TOOLS))))
                .doesNotContain("Tools you may call")
                .contains("get_weather");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hermes", "line", "silent"})
    void aChatsPromptIsTheOneThatAgentsAndRolloutsHave(String model) {
        ObjectNode body = chat(model, "\"max_tokens\": 1, \"return_token_ids\": true, " + TOOLS);
        JsonNode tool = body.path("tools").path(0).path("function");
        BaseModel base = bases.named(model);
        int[] prompt = Dialogue.of(
                        base.model().tokenizer(), base.template(), base.model().endTokens(), 10_000)
                .prompt(
                        List.of(
                                new Message.System("Be brief."),
                                new Message.User(body.path("messages")
                                        .path(0)
                                        .path("content")
                                        .asString())),
                        List.of(ToolDescription.of(
                                "get_weather",
                                "Tells the weather.",
                                tool.path("parameters").toString())));
        ((ArrayNode) body.path("messages"))
                .insertObject(0)
                .put("role", "system")
                .put("content", "Be brief.");
        assertThat(chatted(body).path("prompt_token_ids").valueStream().mapToInt(JsonNode::intValue))
                .containsExactly(Arrays.stream(prompt).boxed().toArray(Integer[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", \"parameters\": null",
                ", \"parameters\": {\"type\": \"object\", \"properties\": {}, \"additionalProperties\": false}"
            })
    void aToolWithoutParametersTakesNone(String parameters) {
        for (String model : new String[] {"hermes", "line", "silent"}) {
            JsonNode answer = chatted(chat(
                    model,
                    "\"max_tokens\": 60, \"seed\": 3, \"parallel_tool_calls\": false, \"tool_choice\": \"required\","
                            + " \"tools\": [{\"type\": \"function\", \"function\": {\"name\":"
                            + " \"get_time\"" + parameters + "}}]"));
            assertThat(answer.path("choices").path(0).path("finish_reason").asString())
                    .isEqualTo("tool_calls");
            assertThat(message(answer)
                            .path("tool_calls")
                            .path(0)
                            .path("function")
                            .path("arguments")
                            .asString())
                    .isEqualTo("{}");
        }
    }

    @Test
    void aNameThatCannotBeToldIsRefusedAsAName() {
        String body = chat("silent", "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"a.b\"}}]")
                .toString();
        assertThat(json(post("/v1/chat/completions", body).expectStatus().isBadRequest())
                        .path("error")
                        .path("param")
                        .asString())
                .isEqualTo("tools[0].function.name");
    }

    @Test
    void argumentsOfAnOpenSchemaAreAnObject() {
        JsonNode answer = chatted(chat(
                "hermes",
                "\"max_tokens\": 40, \"seed\": 1, \"tool_choice\": \"required\", \"tools\":"
                        + " [{\"type\": \"function\", \"function\": {\"name\": \"f\", \"parameters\": {}}}]"));
        JsonNode calls = message(answer).path("tool_calls");
        String written = calls.isEmpty()
                ? message(answer).path("content").asString()
                : calls.path(0).path("function").path("arguments").asString();
        assertThat(written).contains("{");
        assertThat(calls.isEmpty() ? written : "\"arguments\": " + written).contains("\"arguments\": {");
    }

    @Test
    void aNumberOfAnAnswerEndsAndTheRestFollows() {
        for (int seed = 0; seed < 20; seed++) {
            JsonNode answer = chatted(chat(
                    seed % 2 == 0 ? "tiny" : "hermes",
                    "\"max_tokens\": 120, \"seed\": " + seed + ", \"temperature\": " + (seed % 3) / 2.0
                            + ", \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"r\","
                            + " \"schema\": {\"type\": \"object\", \"properties\": {\"score\": {\"type\": \"number\","
                            + " \"minimum\": 0, \"maximum\": 1}, \"d\": {\"type\": \"number\"}}, \"required\":"
                            + " [\"score\", \"d\"], \"additionalProperties\": false}}}"));
            assertThat(answer.path("choices").path(0).path("finish_reason").asString())
                    .isEqualTo("stop");
            JsonNode value = JSON.readTree(message(answer).path("content").asString());
            assertThat(value.path("score").asDouble()).isBetween(0.0, 1.0);
            assertThat(Double.isFinite(value.path("d").asDouble())).isTrue();
        }
    }
}
