package io.reagent.core.trajectory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrajectoryTextTest {

    @Test
    void aRolloutIsTakenApartAtItsTags() {
        Trajectory trajectory = TrajectoryText.parse("q", """
                I should search.</think>
                <tool_call>
                {"name": "search", "arguments": {"query": "x"}}
                </tool_call>
                <tool_call>{"name": "python", "arguments": "print(1)"}</tool_call>
                <tool_response>
                found
                </tool_response>
                <tool_response>1</tool_response>
                <think>Now I know.</think>
                The answer is 1.""");

        assertThat(trajectory)
                .isEqualTo(new Trajectory(
                        "q",
                        List.of(
                                new Step(
                                        "I should search.",
                                        List.of(
                                                new ToolCall("search", "{\"query\": \"x\"}", "found"),
                                                new ToolCall("python", "print(1)", "1"))),
                                new Step("Now I know.", List.of())),
                        "The answer is 1."));
    }

    @Test
    void chatMlTurnsTellWhoSpoke() {
        Trajectory trajectory = TrajectoryText.parse("q", """
                <tool_call>{"name": "s", "arguments": {}}</tool_call><|im_end|>
                <|im_start|>user
                <tool_response>r</tool_response><|im_end|>
                <|im_start|>assistant
                Maybe 3?<|im_end|>
                <|im_start|>user
                Are you sure?<|im_end|>
                <|im_start|>assistant
                Yes, 3.<|im_end|>
                """);

        assertThat(trajectory.steps())
                .containsExactly(
                        new Step(null, List.of(new ToolCall("s", "{}", "r"))),
                        new Step("Maybe 3?", List.of(new ToolCall("user", "", "Are you sure?"))));
        assertThat(trajectory.answer()).isEqualTo("Yes, 3.");
    }

    @Test
    void aBrokenCallIsShownAsItWasWritten() {
        Trajectory trajectory = TrajectoryText.parse("q", "Hm.\n<tool_call>{\"name\": \"s\", \"argum");

        assertThat(trajectory.answer()).isNull();
        assertThat(trajectory.steps())
                .containsExactly(
                        new Step("Hm.", List.of(new ToolCall("(malformed)", "{\"name\": \"s\", \"argum", null))));
    }

    @Test
    void aResponseNobodyAskedForIsAnObservation() {
        assertThat(TrajectoryText.parse("q", "<tool_response>r</tool_response>ok")
                        .steps())
                .containsExactly(new Step(null, List.of(new ToolCall("environment", "", "r"))));
    }

    @Test
    void plainTextIsTheAnswerAndBlankTextIsNothing() {
        assertThat(TrajectoryText.parse("q", "Lima")).isEqualTo(new Trajectory("q", List.of(), "Lima"));
        assertThat(TrajectoryText.parse("q", " \n")).isEqualTo(new Trajectory("q", List.of(), null));
        assertThat(TrajectoryText.parse(" ", "x").question()).isEqualTo(TrajectoryText.NO_QUESTION);
    }

    @Test
    void theQuestionIsTheFirstUserTurnOfATemplatedPrompt() {
        String prompt =
                "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhy?\n<|im_end|>\n<|im_start|>assistant\n";

        assertThat(TrajectoryText.question(prompt)).isEqualTo("Why?");
        assertThat(TrajectoryText.question(" Why? ")).isEqualTo("Why?");
    }

    @Test
    void noTextMakesItFail() {
        String[] pieces = {
            "<think>", "</think>", "<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>", "{", "}",
            "{\"name\": \"s\"}", "{\"name\": 7}", "<|im_start|>", "<|im_start|>user\n", "<|im_end|>", "\n", " ",
                    "words",
            "\uD800", "\0"
        };
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            Trajectory trajectory = TrajectoryText.parse("q", text.toString());
            if (text.indexOf("words") >= 0 && text.indexOf("<|im_start|>") < 0) {
                assertThat(TrajectoryWriter.toJson(trajectory).toString())
                        .as(text.toString())
                        .contains("words");
            }
        }
    }
}
