package io.reagent.policy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.agent.BareJsonFormat;
import io.reagent.core.agent.HermesFormat;
import io.reagent.core.agent.LineFormat;
import io.reagent.core.agent.Speech;
import io.reagent.dialogue.CallConvention;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnReaderTest {
    /** A turn's deltas joined. */
    private record Turn(String reasoning, String content, List<Delta.Call> calls) {
        static Turn of(List<Delta> deltas) {
            return new Turn(
                    deltas.stream()
                            .filter(Delta.Reasoning.class::isInstance)
                            .map(delta -> ((Delta.Reasoning) delta).text())
                            .collect(Collectors.joining()),
                    deltas.stream()
                            .filter(Delta.Content.class::isInstance)
                            .map(delta -> ((Delta.Content) delta).text())
                            .collect(Collectors.joining()),
                    deltas.stream()
                            .filter(Delta.Call.class::isInstance)
                            .map(Delta.Call.class::cast)
                            .toList());
        }
    }

    private static Turn whole(String text, boolean thinking, @Nullable CallConvention calls) {
        TurnReader reader = new TurnReader(thinking, calls);
        List<Delta> deltas = new ArrayList<>(reader.feed(text));
        deltas.addAll(reader.end(false));
        return Turn.of(deltas);
    }

    private static Turn whole(String text, @Nullable CallConvention calls) {
        return whole(text, false, calls);
    }

    @Test
    void takesThoughtWordsAndCallsApart() {
        assertThat(whole(
                        "<think>\nTwo things.\n</think>\n\nLooking.\n<tool_call>\n{\"name\": \"search\", \"arguments\":"
                                + " {\"q\": \"a\"}}\n</tool_call>\n<tool_call>\n{\"name\": \"now\", \"arguments\": {}}\n</tool_call>",
                        CallConvention.HERMES))
                .isEqualTo(new Turn(
                        "Two things.",
                        "Looking.",
                        List.of(new Delta.Call("search", "{\"q\": \"a\"}"), new Delta.Call("now", "{}"))));
    }

    @Test
    void callsAreLinesWhereTheModelWritesLines() {
        assertThat(whole(
                        "Find it.\n<call> search {\"q\": [\"<call> x\"]}\n<call> now\nand <call> y {} is no call",
                        CallConvention.LINE))
                .isEqualTo(new Turn(
                        "",
                        "Find it.\n\nand <call> y {} is no call",
                        List.of(new Delta.Call("search", "{\"q\": [\"<call> x\"]}"), new Delta.Call("now", "{}"))));
    }

    @Test
    void aTurnOfNothingButJsonIsACallWhereTheModelWritesThemSo() {
        assertThat(whole(
                                "{\"name\": \"f\", \"parameters\": {\"x\": 1}}; {\"name\": \"g\", \"parameters\": {}}",
                                CallConvention.BARE_JSON)
                        .calls())
                .containsExactly(new Delta.Call("f", "{\"x\": 1}"), new Delta.Call("g", "{}"));
        assertThat(whole("{\"answer\": 3}", CallConvention.BARE_JSON).content()).isEqualTo("{\"answer\": 3}");
        assertThat(whole("It is {\"name\": \"f\", \"parameters\": {}}", CallConvention.BARE_JSON))
                .isEqualTo(new Turn("", "It is {\"name\": \"f\", \"parameters\": {}}", List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " two  spaces \n",
                "a <think> tag in the middle</think>",
                "<tool_call>{\"name\": \"f\", </tool_call> after",
                "say <tool_call>no</tool_call>\n",
                "\n\n",
                "<thin",
                "< think>"
            })
    void whatIsNoBlockIsPassedOnAsItIs(String text) {
        assertThat(whole(text, CallConvention.HERMES)).isEqualTo(new Turn("", text, List.of()));
        assertThat(whole(text, null)).isEqualTo(new Turn("", text, List.of()));
    }

    @Test
    void callsStayTextWhereNoneAreLookedFor() {
        String text = "<tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call>";
        assertThat(whole(text, null).content()).isEqualTo(text);
    }

    @Test
    void aThoughtThePromptBeganEndsInTheTextAndOneThatIsCutIsAllThereIs() {
        assertThat(whole("I know.\n</think>\n\n42", true, null)).isEqualTo(new Turn("I know.", "42", List.of()));
        assertThat(whole("<think>I do not", null)).isEqualTo(new Turn("I do not", "", List.of()));
    }

    @Test
    void aCallWhoseEndIsMissingIsReadIfItCanBe() {
        assertThat(whole("<tool_call>{\"name\": \"f\", \"arguments\": {}}", CallConvention.HERMES)
                        .calls())
                .hasSize(1);
        assertThat(whole("Well. <tool_call>{\"name\": \"f\", \"argu", CallConvention.HERMES))
                .isEqualTo(new Turn("", "Well. <tool_call>{\"name\": \"f\", \"argu", List.of()));
    }

    @Test
    void aCallThatTheTokenLimitCutIsText() {
        TurnReader cut = new TurnReader(false, CallConvention.LINE);
        List<Delta> deltas = new ArrayList<>(cut.feed("Well.\n<call> now\n<call> sea"));
        deltas.addAll(cut.end(true));
        assertThat(Turn.of(deltas))
                .isEqualTo(new Turn("", "Well.\n\n<call> sea", List.of(new Delta.Call("now", "{}"))));
        TurnReader whole = new TurnReader(false, CallConvention.LINE);
        whole.feed("<call> search {\"q\": 1}");
        assertThat(whole.end(true)).containsExactly(new Delta.Call("search", "{\"q\": 1}"));
    }

    @Test
    void theWholeIsTheSameHoweverTheTextIsCut() {
        List<String> parts = List.of(
                "<think>",
                "</think>",
                "<tool_call>",
                "</tool_call>",
                "<call>",
                " f {\"x\": 1}",
                "\n",
                " ",
                "{",
                "}",
                "{\"name\": \"f\", \"arguments\": {\"a\": \"<\"}}",
                "{\"name\": \"f\", \"parameters\": {}}",
                "word",
                "<",
                "; ");
        Random random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(9); i >= 0; i--) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            boolean thinking = random.nextInt(4) == 0;
            int which = random.nextInt(4);
            CallConvention calls = which == 3 ? null : CallConvention.values()[which];
            TurnReader reader = new TurnReader(thinking, calls);
            List<Delta> deltas = new ArrayList<>();
            for (int at = 0; at < text.length(); ) {
                int to = Math.min(text.length(), at + 1 + random.nextInt(4));
                deltas.addAll(reader.feed(text.substring(at, to)));
                at = to;
            }
            deltas.addAll(reader.end(false));
            assertThat(Turn.of(deltas))
                    .as("%s %s %s", text, calls, thinking)
                    .isEqualTo(whole(text.toString(), thinking, calls));
        }
    }

    /** What agents read from a turn's raw text and what clients get of it are the same turn. */
    @Test
    void agreesWithTheAgentsOwnReading() {
        String hermes =
                "<think>Why?</think>\n\nSo.\n<tool_call>{\"name\": \"g\"}</tool_call> And: \n<tool_call>\n{\"name\": \"f\", \"arguments\": {\"x\":[1,2]}}\n</tool_call>";
        assertThat(agents(new HermesFormat().parse(hermes))).isEqualTo(whole(hermes, CallConvention.HERMES));
        String line = "So.\n<call> f {\"x\": [1, 2]}\n<call> g {}";
        assertThat(agents(new LineFormat().parse(line))).isEqualTo(whole(line, CallConvention.LINE));
        String bare = "{\"name\": \"f\", \"parameters\": {\"x\": \"};{\"}}; {\"name\": \"g\", \"parameters\": {}}";
        assertThat(agents(new BareJsonFormat().parse(bare))).isEqualTo(whole(bare, CallConvention.BARE_JSON));
        assertThat(whole(bare, CallConvention.BARE_JSON).calls()).hasSize(2);
    }

    private static Turn agents(Speech speech) {
        return new Turn(
                speech.thought() == null ? "" : speech.thought(),
                speech.said(),
                speech.calls().stream()
                        .map(call -> new Delta.Call(call.name(), call.arguments()))
                        .toList());
    }
}
