package io.reagent.core.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrajectoryReaderTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Trajectory CAPITAL = new Trajectory(
            "What is the capital of Peru?",
            List.of(new Step(
                    "I look it up.",
                    List.of(new ToolCall("search", "{\"query\": \"capital Peru\"}", "Lima is the capital.")))),
            "Lima");

    private static Trajectory read(String json) {
        return TrajectoryReader.read(JSON.readTree(json), null, null);
    }

    private static TrajectoryFormatException failure(String json) {
        return failure(json, null);
    }

    private static TrajectoryFormatException failure(String json, @Nullable TrajectoryFormat format) {
        JsonNode tree = JSON.readTree(json);
        return catchThrowableOfType(TrajectoryFormatException.class, () -> TrajectoryReader.read(tree, null, format));
    }

    @Test
    void theSameRunReadsTheSameFromEveryFormat() {
        String chat = """
                [{"role": "system", "content": "You may search."},
                 {"role": "user", "content": "What is the capital of Peru?"},
                 {"role": "assistant", "content": "I look it up.", "tool_calls": [{"id": "c1", "type": "function",
                   "function": {"name": "search", "arguments": "{\\"query\\": \\"capital Peru\\"}"}}]},
                 {"role": "tool", "tool_call_id": "c1", "content": "Lima is the capital."},
                 {"role": "assistant", "content": "Lima"}]""";
        String hermes = """
                {"messages": [{"role": "user", "content": "What is the capital of Peru?"},
                 {"role": "assistant", "content": "<think>I look it up.</think>\\n<tool_call>\\n{\\"name\\": \\"search\\", \\"arguments\\": {\\"query\\": \\"capital Peru\\"}}\\n</tool_call>"},
                 {"role": "user", "content": "<tool_response>\\nLima is the capital.\\n</tool_response>"},
                 {"role": "assistant", "content": "Lima"}]}""";
        String atif = """
                {"schema_version": "ATIF-v1.4", "session_id": "s", "agent": {"name": "a", "version": "1"}, "steps": [
                 {"step_id": 1, "source": "system", "message": "You may search."},
                 {"step_id": 2, "source": "user", "message": "What is the capital of Peru?"},
                 {"step_id": 3, "source": "agent", "message": "", "reasoning_content": "I look it up.",
                  "tool_calls": [{"tool_call_id": "c1", "function_name": "search", "arguments": {"query": "capital Peru"}}],
                  "observation": {"results": [{"source_call_id": "c1", "content": "Lima is the capital."}]},
                  "metrics": {"prompt_tokens": 12}},
                 {"step_id": 4, "source": "agent", "message": "Lima"}]}""";
        String otel = """
                {"gen_ai.input.messages": [
                   {"role": "user", "parts": [{"type": "text", "content": "What is the capital of Peru?"}]},
                   {"role": "assistant", "parts": [{"type": "reasoning", "content": "I look it up."},
                     {"type": "tool_call", "id": "c1", "name": "search", "arguments": {"query": "capital Peru"}}]},
                   {"role": "tool", "parts": [{"type": "tool_call_response", "id": "c1", "response": "Lima is the capital."}]}],
                 "gen_ai.output.messages": [
                   {"role": "assistant", "parts": [{"type": "text", "content": "Lima"}], "finish_reason": "stop"}]}""";
        String own = """
                {"question": "What is the capital of Peru?", "steps": [{"thought": "I look it up.", "calls": [
                  {"name": "search", "arguments": {"query": "capital Peru"}, "result": "Lima is the capital."}]}],
                 "answer": "Lima"}""";

        assertThat(List.of(chat, hermes, atif, otel, own))
                .allSatisfy(json -> assertThat(read(json)).isEqualTo(CAPITAL));
    }

    @Test
    void parallelCallsTakeTheResultsOfTheirIdsInAnyOrder() {
        Trajectory trajectory = read("""
                [{"role": "user", "content": "q"},
                 {"role": "assistant", "content": null, "tool_calls": [
                   {"id": "a", "function": {"name": "search", "arguments": "1"}},
                   {"id": "b", "function": {"name": "browse", "arguments": {"url": "u"}}}]},
                 {"role": "tool", "tool_call_id": "b", "content": "page"},
                 {"role": "tool", "tool_call_id": "a", "content": [{"type": "text", "text": "hits"}, {"type": "image_url"}]}]""");

        assertThat(trajectory.answer()).isNull();
        assertThat(trajectory.steps())
                .containsExactly(new Step(
                        null,
                        List.of(
                                new ToolCall("search", "1", "hits\n[image]"),
                                new ToolCall("browse", "{\"url\": \"u\"}", "page"))));
    }

    @Test
    void anIdThatIsUsedAgainMeansTheLatestCall() {
        Trajectory trajectory = read("""
                [{"role": "user", "content": "q"},
                 {"role": "assistant", "tool_calls": [{"id": "call_0", "function": {"name": "s", "arguments": "1"}}]},
                 {"role": "tool", "tool_call_id": "call_0", "content": "first"},
                 {"role": "assistant", "tool_calls": [{"id": "call_0", "function": {"name": "s", "arguments": "2"}}]},
                 {"role": "tool", "tool_call_id": "call_0", "content": "second"}]""");

        assertThat(trajectory.steps())
                .extracting(step -> step.calls().getFirst().result())
                .containsExactly("first", "second");
    }

    @Test
    void withoutIdsResultsFollowTheOrderOfTheCallsOfTheirMessage() {
        Trajectory trajectory = read("""
                [{"role": "user", "content": "q"},
                 {"role": "assistant", "tool_calls": [{"function": {"name": "lost", "arguments": ""}}]},
                 {"role": "assistant", "tool_calls": [{"function": {"name": "a", "arguments": ""}},
                                                      {"function": {"name": "b", "arguments": ""}}]},
                 {"role": "tool", "content": "of a"}, {"role": "tool", "content": "of b"}]""");

        assertThat(trajectory.steps().get(0).calls().getFirst().result()).isNull();
        assertThat(trajectory.steps().get(1).calls())
                .extracting(ToolCall::result)
                .containsExactly("of a", "of b");
    }

    @Test
    void laterUserTurnsAreKeptWhereTheyHappened() {
        Trajectory trajectory = read("""
                [{"role": "user", "content": "Book a flight."},
                 {"role": "assistant", "content": "Where to?"},
                 {"role": "user", "content": "Lima."},
                 {"role": "assistant", "content": "<think>easy</think>Booked."}]""");

        assertThat(trajectory.question()).isEqualTo("Book a flight.");
        assertThat(trajectory.steps())
                .containsExactly(
                        new Step("Where to?", List.of(new ToolCall("user", "", "Lima."))), new Step("easy", List.of()));
        assertThat(trajectory.answer()).isEqualTo("Booked.");
    }

    @Test
    void aToolResponseThatTheAgentMadeUpStaysItsOwnWords() {
        Trajectory trajectory = read("""
                [{"role": "user", "content": "q"},
                 {"role": "assistant", "content": "<tool_call>{\\"name\\": \\"s\\", \\"arguments\\": {}}</tool_call><tool_response>42</tool_response>"},
                 {"role": "user", "content": "<tool_response>7</tool_response>"},
                 {"role": "assistant", "content": "7"}]""");

        assertThat(trajectory.steps().getFirst().calls()).containsExactly(new ToolCall("s", "{}", "7"));
        assertThat(trajectory.steps().get(1).thought()).contains("42");
    }

    @Test
    void aWholeRolloutInOneMessageIsTakenApart() {
        Trajectory trajectory = read("""
                [{"role": "user", "content": "q"},
                 {"role": "assistant", "content": "<tool_call>{\\"name\\": \\"s\\", \\"arguments\\": {}}</tool_call><tool_response>42</tool_response>It is 42."}]""");

        assertThat(trajectory)
                .isEqualTo(new Trajectory(
                        "q", List.of(new Step(null, List.of(new ToolCall("s", "{}", "42")))), "It is 42."));
    }

    @Test
    void atifKeepsWhatWasObservedWithoutACall() {
        Trajectory trajectory = read("""
                {"schema_version": "ATIF-v1.8", "agent": {}, "steps": [
                 {"step_id": 1, "source": "user", "message": [{"type": "text", "text": "Look"}, {"type": "image", "source": {"path": "x.png"}}]},
                 {"step_id": 2, "source": "agent", "message": "ls", "observation": {"results": [{"content": "a.txt"}]}},
                 {"step_id": 3, "source": "system", "message": "Context was summarised.",
                  "observation": {"results": [{"subagent_trajectory_ref": [{"trajectory_id": "t"}]}]}},
                 {"step_id": 4, "source": "agent", "message": "", "tool_calls": [
                    {"tool_call_id": "x", "function_name": "read", "arguments": {}}],
                  "observation": {"results": [{"source_call_id": "x", "content": "one"}, {"source_call_id": "x", "content": "two"}]}}]}""");

        assertThat(trajectory.question()).isEqualTo("Look\n[image]");
        assertThat(trajectory.steps())
                .containsExactly(
                        new Step("ls", List.of(new ToolCall("environment", "", "a.txt"))),
                        new Step(null, List.of(new ToolCall("system", "", "Context was summarised."))),
                        new Step(null, List.of(new ToolCall("system", "", "[delegated to a subagent]"))),
                        new Step(null, List.of(new ToolCall("read", "{}", "one\ntwo"))));
    }

    @ParameterizedTest
    @CsvSource({"ATIF-v1.0", "ATIF-v1.6", "ATIF-v1.8", "ATIF-v1.12"})
    void everyAtifOneIsAccepted(String version) {
        String json = """
                {"schema_version": "%s", "steps": [{"step_id": 1, "source": "user", "message": "q"},
                 {"step_id": 2, "source": "agent", "message": "a"}]}""".formatted(version);

        assertThat(read(json)).isEqualTo(new Trajectory("q", List.of(), "a"));
    }

    @Test
    void otelMessagesMayBeJsonStringsAndServerToolsAreCalls() {
        Trajectory trajectory = read("""
                {"input_messages": "[{\\"role\\":\\"user\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"q\\"},{\\"type\\":\\"blob\\",\\"modality\\":\\"image\\",\\"content\\":\\"AA==\\"}]}]",
                 "output_messages": [{"role": "assistant", "parts": [
                   {"type": "server_tool_call", "id": "1", "name": "web", "server_tool_call": {"type": "search", "q": 1}},
                   {"type": "server_tool_call_response", "id": "1", "server_tool_call_response": {"type": "hits"}},
                   {"type": "text", "content": "done"}], "finish_reason": "stop"}]}""");

        assertThat(trajectory)
                .isEqualTo(new Trajectory(
                        "q\n[image]",
                        List.of(new Step(
                                null,
                                List.of(new ToolCall(
                                        "web", "{\"type\": \"search\", \"q\": 1}", "{\"type\": \"hits\"}")))),
                        "done"));
    }

    @Test
    void aGivenQuestionTakesThePlaceOfTheirs() {
        JsonNode bare = JSON.readTree("[{\"role\": \"assistant\", \"content\": \"a\"}]");

        assertThat(TrajectoryReader.read(bare, "asked", null)).isEqualTo(new Trajectory("asked", List.of(), "a"));
        assertThat(failure("[{\"role\": \"assistant\", \"content\": \"a\"}]").field())
                .isEqualTo("messages");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenReadsBackUnchanged(TrajectoryFormat format) {
        Trajectory odd = new Trajectory(
                " q ", List.of(new Step(null, List.of()), new Step("", List.of(new ToolCall("", "{bad", null)))), null);

        assertThat(TrajectoryReader.read(TrajectoryWriter.toJson(odd), null, null))
                .isEqualTo(odd);
        assertThat(TrajectoryFormat.ofWireName(format.wireName())).isEqualTo(format);
    }

    @Test
    void whatNoDatabaseCanStoreIsReplaced() {
        Trajectory trajectory =
                read("{\"question\": \"a\\u0000b\\ud800c\\ud83d\\ude00\", \"steps\": [], \"answer\": \"x\"}");

        assertThat(trajectory.question()).isEqualTo("a\uFFFDb\uFFFDc\uD83D\uDE00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"text\"`|``",
                "`{}`|``",
                "`[]`|``",
                "`[7]`|``",
                "`{\"messages\": []}`|messages",
                "`{\"messages\": {\"role\": \"user\"}}`|messages",
                "`[{\"role\": \"user\", \"content\": \"q\"}]`|``",
                "`[{\"role\": \"user\", \"content\": 7}]`|[0].content",
                "`[{\"role\": \"user\", \"content\": [{\"text\": \"q\"}]}]`|[0].content[0].type",
                "`[{\"role\": \"user\", \"content\": \"q\"}, {\"role\": \"robot\"}]`|[1].role",
                "`[{\"role\": \"user\", \"content\": \"q\"}, {\"content\": \"a\"}]`|[1].role",
                "`[{\"role\": \"user\", \"content\": \"q\"}, {\"role\": \"assistant\", \"tool_calls\": [{\"id\": \"1\"}]}]`|[1].tool_calls[0].function",
                "`[{\"role\": \"user\", \"content\": \"q\"}, {\"role\": \"assistant\", \"tool_calls\": [{\"function\": {\"name\": \"s\", \"arguments\": 3}}]}]`|[1].tool_calls[0].function.arguments",
                "`[{\"role\": \"user\", \"content\": \"q\"}, {\"role\": \"tool\", \"content\": \"r\"}]`|[1]",
                "`[{\"role\": \"user\", \"content\": \"q\"}, {\"role\": \"assistant\", \"tool_calls\": [{\"id\": \"1\", \"function\": {\"name\": \"s\"}}]}, {\"role\": \"tool\", \"tool_call_id\": \"2\", \"content\": \"r\"}]`|[2].tool_call_id",
                "`{\"schema_version\": \"ATIF-v2.0\", \"steps\": []}`|schema_version",
                "`{\"steps\": [{\"step_id\": 1, \"source\": \"user\"}]}`|schema_version",
                "`{\"schema_version\": \"ATIF-v1.7\"}`|steps",
                "`{\"schema_version\": \"ATIF-v1.7\", \"steps\": [{\"step_id\": 2, \"source\": \"user\"}]}`|steps[0].step_id",
                "`{\"schema_version\": \"ATIF-v1.7\", \"steps\": [{\"step_id\": 1, \"source\": \"human\"}]}`|steps[0].source",
                "`{\"schema_version\": \"ATIF-v1.7\", \"steps\": [{\"step_id\": 1, \"source\": \"agent\", \"observation\": {\"results\": [{\"source_call_id\": \"x\"}]}}]}`|steps[0].observation.results[0].source_call_id",
                "`{\"schema_version\": \"ATIF-v1.7\", \"steps\": [{\"step_id\": 1, \"source\": \"agent\", \"message\": \"a\"}]}`|steps",
                "`{\"input_messages\": \"[{\"}`|input_messages",
                "`[{\"role\": \"user\", \"parts\": [{\"content\": \"q\"}]}]`|[0].parts[0].type",
                "`[{\"role\": \"user\", \"parts\": [{\"type\": \"tool_call_response\", \"id\": \"9\"}]}]`|[0].parts[0].id",
                "`{\"question\": \"q\", \"steps\": [{\"thought\": 1}]}`|steps[0].thought",
                "`{\"question\": \"q\", \"steps\": [{\"calls\": [{\"arguments\": \"\"}]}]}`|steps[0].calls[0].name",
                "`{\"question\": \"q\", \"steps\": []}`|``",
                "`{\"steps\": [], \"answer\": \"a\"}`|question",
            })
    void anErrorNamesTheFieldAndTheRemedy(String json, String field) {
        TrajectoryFormatException failure = failure(json);

        assertThat(failure).isNotNull();
        assertThat(failure.field()).isEqualTo(field);
        assertThat(failure.problem()).isNotBlank();
        assertThat(failure.remedy()).endsWith(".");
        assertThat(failure.within("trajectory").field())
                .startsWith("trajectory")
                .doesNotContain("trajectory.[");
    }

    @Test
    void aNamedFormatThatIsNotTheDocumentsIsAnError() {
        TrajectoryFormatException failure =
                failure("[{\"role\": \"user\", \"content\": \"q\"}]", TrajectoryFormat.ATIF);

        assertThat(failure).hasMessageContaining("is openai-chat, not atif");
    }
}
