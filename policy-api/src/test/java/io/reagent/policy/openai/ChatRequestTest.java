package io.reagent.policy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.text.TextLane;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request is prepared. */
class ChatRequestTest {
    private static ChatRequest read(String more) {
        return ChatRequest.read(Body.read(
                ("{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}%s}".formatted(more))
                        .getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", {\"role\": \"user\", \"content\": \"%s\"}]",
                ", {\"role\": \"assistant\", \"tool_calls\": [{\"function\": {\"name\": \"f\", \"arguments\": \"%s\"}}]}]",
                "], \"documents\": [{\"text\": \"%s\"}]",
                "], \"chat_template_kwargs\": {\"x\": \"%s\"}",
                "], \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\", \"description\": \"%s\"}}]"
            })
    void everyTextThatIsTokenisedCounts(String more) {
        assertThat(TextLane.isLong(read(more.formatted("a ")).characters())).isFalse();
        assertThat(TextLane.isLong(
                        read(more.formatted("a ".repeat(TextLane.LONG / 2))).characters()))
                .isTrue();
    }

    @Test
    void whatNeedsAGrammarIsKnownBeforehand() {
        String tools = "], \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\"}}], \"tool_choice\": ";
        assertThat(read("]").constrained()).isFalse();
        assertThat(read(tools + "\"auto\"").constrained()).isFalse();
        assertThat(read(tools + "\"required\"").constrained()).isTrue();
        assertThat(read("], \"guided_regex\": \"a\"").constrained()).isTrue();
        assertThat(read("], \"response_format\": {\"type\": \"json_object\"}").constrained())
                .isTrue();
    }
}
