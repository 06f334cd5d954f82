package io.reagent.rrm.dialects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.reagent.core.trajectory.TrajectoryFormat;
import io.reagent.core.trajectory.TrajectoryFormatException;
import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.kit.problem.ProblemException;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ResponsesItemsTest {
    private static ResponsesItems items(String input, String output) {
        JsonMapper json = JsonMapper.shared();
        return ResponsesItems.of(
                json.createObjectNode().put("input", input),
                json.createObjectNode().set("output", json.readTree(output)));
    }

    private static TrajectoryReader.Reading reading(ResponsesItems items) {
        return TrajectoryReader.reading(items.messages(), null, TrajectoryFormat.OPENAI_CHAT);
    }

    /** An item, what the trajectory holds of it, and what is named as not seen. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "T"}]} ~ answer=T ~ []
            {"type": "message", "role": "assistant", "content": "T"}                                    ~ answer=T ~ []
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "R"}]}                   ~ R ~ []
            {"type": "reasoning", "summary": [], "encrypted_content": "x"} ~ hides ~ [[1].content[0]: redacted_thinking]
            {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}                   ~ name=f ~ []
            {"type": "custom_tool_call", "call_id": "c", "name": "f", "input": "I"}                     ~ I ~ []
            {"type": "web_search_call", "id": "w", "action": {"query": "Q"}}                            ~ Q ~ []
            {"type": "code_interpreter_call", "id": "i", "code": "C", "outputs": [{"type": "logs", "logs": "L"}]} ~ "L" ~ []
            {"type": "mcp_call", "id": "m", "name": "f", "arguments": "{}", "output": "O"}              ~ result=O ~ []
            {"type": "image_generation_call", "id": "g", "result": "aGVsbG8="} ~ [image] ~ [[2].content[0]: image]
            """)
    void everyKindOfItemIsReadOrNamed(String item, String held, String unseen) {
        TrajectoryReader.Reading reading = reading(items("q", "[" + item + "]"));
        assertThat(reading.trajectory().toString()).contains(held).doesNotContain("aGVsbG8=");
        assertThat(reading.unseen()).hasToString(unseen);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            {"type": "reasoning", "summary": [{"type": "odd", "text": "R"}]}      ~ response.output[0].summary[0].type
            {"type": "reasoning", "content": [{"type": "input_image"}]}           ~ response.output[0].content
            {"type": "message", "role": "assistant", "content": "a"}, {"type": "message", "role": "assistant", "content": {}} ~ response.output[1].content
            {"type": "odd"}                                                       ~ response.output[0].type
            """)
    void whatCannotBeReadIsNamedAndNotLeftOut(String output, String field) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> items("q", "[" + output + "]"));
        assertThat(refused.problem().field()).isEqualTo(field);
    }

    @Test
    void whatComesInManyItemsOfOneTurnStaysWhole() {
        TrajectoryReader.Reading reading = reading(items("q", """
                [{"type": "reasoning", "summary": [{"type": "summary_text", "text": "R1"}]},
                 {"type": "message", "role": "assistant", "content": "A"},
                 {"type": "reasoning", "summary": [], "encrypted_content": "x"},
                 {"type": "reasoning", "summary": [{"type": "summary_text", "text": "R2"}]},
                 {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "B"}]},
                 {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}]"""));

        assertThat(reading.trajectory().steps()).hasSize(1);
        assertThat(reading.trajectory().steps().getFirst().thought()).contains("R1R2", "A", "hides", "B");
        assertThat(reading.unseen()).containsExactly("[1].content[1]: redacted_thinking");
    }

    @Test
    void theTimeGrowsWithTheItems() {
        String item = """
                {"type": "reasoning", "summary": [{"type": "summary_text", "text": "%s"}]},
                {"type": "reasoning", "summary": [], "encrypted_content": "x"},
                {"type": "message", "role": "assistant", "content": "word"}""".formatted("thought ".repeat(10));
        String output = "[" + String.join(",", Collections.nCopies(20_000, item)) + "]";

        assertTimeout(Duration.ofSeconds(5), () -> reading(items("q", output)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            q    ~ [{"type": "message", "role": "assistant", "content": [{"type": "odd"}]}] ~ response.output[0].content[0].type
            `` ~ [{"type": "message", "role": "assistant", "content": "T"}] ~ responses_create_params.input
            """)
    void anErrorNamesTheItemAsItWasSent(String input, String output, String field) {
        ResponsesItems items = items(input, output);
        TrajectoryFormatException error = null;
        try {
            reading(items);
        } catch (TrajectoryFormatException unreadable) {
            error = items.asSent(unreadable);
        }
        assertThat(error).isNotNull();
        assertThat(error.field()).isEqualTo(field);
    }
}
