package io.reagent.core.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.reagent.core.trajectory.TrajectoryReader.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ContentPartsTest {
    private static Reading reading(String json) {
        return TrajectoryReader.reading(JsonMapper.shared().readTree(json), null, null);
    }

    private static Step step(String thought, ToolCall... calls) {
        return new Step(thought, List.of(calls));
    }

    @Test
    void anthropicsBlocksAreThoughtsCallsAndResults() {
        Reading reading = reading("""
                {"system": [{"type": "text", "text": "Search first."}], "messages": [
                  {"role": "user", "content": [{"type": "text", "text": "What is the size of Mirbes?"}]},
                  {"role": "assistant", "content": [
                    {"type": "thinking", "thinking": "I look.", "signature": "AA"},
                    {"type": "text", "text": "One moment."},
                    {"type": "tool_use", "id": "t1", "name": "search", "input": {"queries": ["size of Mirbes"]}},
                    {"type": "tool_use", "id": "t2", "name": "search", "input": {}}]},
                  {"role": "user", "content": [
                    {"type": "tool_result", "tool_use_id": "t2", "is_error": true, "content": "no queries"},
                    {"type": "tool_result", "tool_use_id": "t1", "content": [{"type": "text", "text": "285"}]},
                    {"type": "text", "text": "Hurry up."}]},
                  {"role": "assistant", "content": [{"type": "text", "text": "285"}], "stop_reason": "end_turn"}]}""");
        assertThat(reading.trajectory())
                .isEqualTo(new Trajectory(
                        "What is the size of Mirbes?",
                        List.of(
                                step(
                                        "I look.\n\nOne moment.",
                                        new ToolCall("search", "{\"queries\": [\"size of Mirbes\"]}", "285"),
                                        new ToolCall("search", "{}", "[error] no queries")),
                                Step.told("Hurry up.")),
                        "285"));
        assertThat(reading.unseen()).isEmpty();
    }

    @Test
    void aThoughtOfWhichOnlyTheSignatureIsGivenIsNamed() {
        Reading reading = reading("""
                [{"role": "user", "content": "q"}, {"role": "assistant", "content": [
                  {"type": "thinking", "thinking": "", "signature": "AA"}, {"type": "text", "text": "a"}]}]""");
        assertThat(reading.unseen()).containsExactly("[1].content[0]: thinking");
    }

    @Test
    void whatOneMessageSaysNamesWhatCannotBeSeen() {
        TrajectoryReader.Said said = TrajectoryReader.said(JsonMapper.shared().readTree("""
                [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": "u"}}]"""), "m");
        assertThat(said).isEqualTo(new TrajectoryReader.Said("a\n[image]", List.of("m[1]: image_url")));
    }

    @Test
    void toolsThatRunAtTheProviderAnswerWithinTheMessage() {
        Reading reading = reading("""
                [{"role": "user", "content": "Who won?"},
                 {"role": "assistant", "content": [
                   {"type": "server_tool_use", "id": "s1", "name": "web_search", "input": {"query": "who won"}},
                   {"type": "web_search_tool_result", "tool_use_id": "s1", "content": [
                     {"type": "web_search_result", "title": "Results", "url": "https://a.example", "encrypted_content": "xx"}]},
                   {"type": "text", "text": "Ann did."}]}]""");
        assertThat(reading.trajectory().steps())
                .containsExactly(new Step(
                        null,
                        List.of(new ToolCall("web_search", "{\"query\": \"who won\"}", "Results\nhttps://a.example"))));
        assertThat(reading.trajectory().answer()).isEqualTo("Ann did.");
        assertThat(reading.unseen()).containsExactly("[1].content[1].content[0]: encrypted_content");
    }

    @Test
    void whatAJudgeCannotSeeIsNamedWhereItStands() {
        Reading reading = reading("""
                [{"role": "user", "content": [{"type": "text", "text": "What is this?"},
                   {"type": "image_url", "image_url": {"url": "data:,"}}, {"type": "input_audio", "input_audio": {}}]},
                 {"role": "assistant", "content": [{"type": "redacted_thinking", "data": "xx"},
                   {"type": "document", "source": {"type": "base64", "data": "AA"}},
                   {"type": "document", "title": "Note", "source": {"type": "text", "data": "plain"}}]}]""");
        assertThat(reading.trajectory().question()).isEqualTo("What is this?\n[image]\n[audio]");
        assertThat(reading.trajectory().answer()).isEqualTo("[document]\nNote\nplain");
        assertThat(reading.unseen())
                .containsExactly(
                        "[0].content[1]: image_url",
                        "[0].content[2]: input_audio",
                        "[1].content[0]: redacted_thinking",
                        "[1].content[1]: document");
    }

    @Test
    void callsAsOllamaInspectAndCustomToolsHaveThem() {
        Reading reading = reading("""
                [{"role": "user", "content": "q"},
                 {"role": "assistant", "thinking": "t", "content": "", "tool_calls": [
                   {"id": "1", "function": "bash", "arguments": {"cmd": "ls"}, "type": "function"},
                   {"id": "2", "type": "custom", "custom": {"name": "patch", "input": "+x"}}]},
                 {"role": "tool", "tool_call_id": "1", "function": "bash", "content": "bin",
                  "error": {"type": "timeout", "message": "too slow"}},
                 {"role": "tool", "tool_call_id": "2", "content": "ok"},
                 {"role": "assistant", "content": [{"type": "reasoning", "reasoning": "done?"}, {"type": "text", "text": "done"}]}]""");
        assertThat(reading.trajectory().steps())
                .containsExactly(
                        step(
                                "t",
                                new ToolCall("bash", "{\"cmd\": \"ls\"}", "[error] too slow\nbin"),
                                new ToolCall("patch", "+x", "ok")),
                        step("done?"));
        assertThat(reading.trajectory().answer()).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{\"role\": \"user\", \"content\": \"q\"}, {\"role\": \"assistant\", \"content\": [{\"type\": \"text\", \"text\": \"a\"}, {\"type\": \"tool-call\"}]}]|[1].content[1].type",
                "[{\"role\": \"user\", \"content\": [{\"type\": \"tool_result\", \"tool_use_id\": \"x\"}]}]|[0].content[0].tool_use_id",
                "[{\"role\": \"user\", \"content\": [{\"type\": \"thinking\", \"thinking\": \"t\"}]}]|[0].role",
                "[{\"role\": \"system\", \"content\": [{\"type\": \"tool_use\", \"name\": \"x\"}]}]|[0].content[0].type",
                "[{\"role\": \"user\", \"parts\": [{\"type\": \"hologram\"}]}]|[0].parts[0].type",
                "{\"schema_version\": \"ATIF-v1.6\", \"steps\": [{\"step_id\": 1, \"source\": \"user\", \"message\": [{\"type\": \"scent\"}]}]}|steps[0].message[0].type",
                "{\"question\": \"q\", \"steps\": [{\"thought\": \"t\", \"action\": \"search\"}], \"answer\": \"a\"}|steps[0].action",
                "{\"question\": \"q\", \"steps\": [{\"calls\": [{\"name\": \"s\", \"output\": \"o\"}]}]}|steps[0].calls[0].output"
            })
    void whatIsNotUnderstoodIsNamedAndNotLeftOut(String json, String field) {
        assertThatExceptionOfType(TrajectoryFormatException.class)
                .isThrownBy(() -> reading(json))
                .satisfies(error -> assertThat(error.field()).isEqualTo(field));
    }

    @Test
    void callsOfOneTurnThatShareAnIdTakeTheirResultsInOrder() {
        ToolCall ponlor = new ToolCall("search", "1", "33");
        ToolCall mirbes = new ToolCall("search", "2", "285");
        assertThat(reading("""
                        [{"role": "user", "content": "q"},
                         {"role": "assistant", "tool_calls": [
                           {"id": "call_0", "function": {"name": "search", "arguments": "1"}},
                           {"id": "call_0", "function": {"name": "search", "arguments": "2"}}]},
                         {"role": "tool", "tool_call_id": "call_0", "content": "33"},
                         {"role": "tool", "tool_call_id": "call_0", "content": "285"}]""").trajectory().steps()).containsExactly(new Step(null, List.of(ponlor, mirbes)));
        assertThat(reading("""
                        [{"role": "user", "parts": [{"type": "text", "content": "q"}]},
                         {"role": "assistant", "parts": [
                           {"type": "tool_call", "id": "c", "name": "search", "arguments": "1"},
                           {"type": "tool_call", "id": "c", "name": "search", "arguments": "2"}]},
                         {"role": "tool", "parts": [
                           {"type": "tool_call_response", "id": "c", "response": "33"},
                           {"type": "tool_call_response", "id": "c", "response": "285"}]}]""").trajectory().steps()).containsExactly(new Step(null, List.of(ponlor, mirbes)));
        assertThat(reading("""
                        [{"role": "user", "content": "q"},
                         {"role": "assistant", "content": [
                           {"type": "tool_use", "id": "c", "name": "search", "input": "1"},
                           {"type": "tool_use", "id": "c", "name": "search", "input": "2"}]},
                         {"role": "user", "content": [
                           {"type": "tool_result", "tool_use_id": "c", "content": "33"},
                           {"type": "tool_result", "tool_use_id": "c", "content": "285"}]}]""").trajectory().steps()).containsExactly(new Step(null, List.of(ponlor, mirbes)));
    }
}
