package io.reagent.rrm.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.trajectory.TrajectoryFormat;
import io.reagent.core.trajectory.TrajectoryFormatException;
import io.reagent.core.trajectory.TrajectoryReader;
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
