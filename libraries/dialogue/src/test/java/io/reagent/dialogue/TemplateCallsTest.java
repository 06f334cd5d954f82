package io.reagent.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.agent.HermesFormat;
import io.reagent.core.tools.ToolDescription;
import io.reagent.text.ChatTemplate;
import io.reagent.text.TemplateMessage;
import io.reagent.text.Tokenizer;
import io.reagent.text.TokenizerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateCallsTest {
    private static final Path TEMPLATES = Path.of("../../lab/conformance/parity/templates");
    private static final String LINES = """
            {% for m in messages %}<|im_start|>{{ m.role }}
            {{ m.content or '' }}{% for call in m.tool_calls or [] %}
            <call> {{ call.function.name }} {{ call.function.arguments | tojson }}{% endfor %}<|im_end|>
            {% endfor %}""";

    private static TemplateCalls of(String template) {
        try (Tokenizer tokenizer = Tokenizer.load(Path.of("../../models/rrm-tiny"))) {
            return TemplateCalls.of(
                    new ChatTemplate(TokenizerConfig.of("<|im_end|>", "<|endoftext|>", template), tokenizer));
        }
    }

    private static String file(String name) throws IOException {
        return Files.readString(TEMPLATES.resolve(name));
    }

    @Test
    void aTemplateTellsHowItsModelWritesCalls() throws IOException {
        assertThat(of(file("thinking.jinja")))
                .isEqualTo(new TemplateCalls(CallConvention.HERMES, true, true, false, true));
        assertThat(of(file("signatures.jinja")).written()).isEqualTo(CallConvention.HERMES);
        assertThat(of(LINES)).isEqualTo(new TemplateCalls(CallConvention.LINE, true, false, false, true));
        assertThat(of(file("headers.jinja")))
                .isEqualTo(new TemplateCalls(CallConvention.BARE_JSON, false, true, false, true));
    }

    @Test
    void whereATemplateWritesNoCallsTheyAreHermes() {
        for (String template : new String[] {
            "{% for m in messages %}{{ m.role + m.content }}{% endfor %}", "{{ raise_exception('no tools') }}"
        }) {
            TemplateCalls calls = of(template);
            assertThat(calls.written()).isNull();
            assertThat(calls.told()).isFalse();
            assertThat(calls.format()).isInstanceOf(HermesFormat.class);
            assertThat(calls.silent()).isTrue();
        }
    }

    @Test
    void callsInAWayOfItsOwnAreNotTakenForNone() {
        TemplateCalls calls = of("{% for m in messages %}{{ m.content or '' }}"
                + "{% for c in m.tool_calls or [] %}[CALL]{{ c.function.name }}{% endfor %}{% endfor %}");
        assertThat(calls.written()).isNull();
        assertThat(calls.silent()).isFalse();
    }

    private static final List<TemplateMessage> CONVERSATION = List.of(
            TemplateMessage.of("system", "Be brief."),
            TemplateMessage.of("user", "age of Ann"),
            new TemplateMessage(
                    "assistant",
                    "Hm.",
                    null,
                    List.of(
                            new TemplateMessage.ToolCall("a", "search", Map.of("q", "Ann")),
                            new TemplateMessage.ToolCall("b", "now", "no JSON")),
                    null,
                    null),
            TemplateMessage.toolResult("a", "search", "31"),
            TemplateMessage.toolResult("b", "now", "12:00"));
    private static final ToolDescription SEARCH =
            ToolDescription.of("search", "Finds.", "{\"type\": \"object\", \"properties\": {}}");

    @Test
    void whatATemplateWouldLeaveOutStandsInTheText() {
        TemplateCalls calls = of("{% for m in messages %}{% if m.role == 'tool' %}{{ raise_exception('no tools') }}"
                + "{% endif %}{{ m.role + ': ' + m.content }}\n{% endfor %}");
        assertThat(calls.answers()).isFalse();
        List<TemplateMessage> spelled = calls.spelled(CONVERSATION, List.of(SEARCH));
        assertThat(spelled).extracting(TemplateMessage::role).containsExactly("system", "user", "assistant", "user");
        assertThat(spelled.get(0).content()).startsWith("Be brief.\n\n# Tools").contains("\"search\"");
        assertThat(spelled.get(2).toolCalls()).isEmpty();
        assertThat(spelled.get(2).content()).isEqualTo("""
            Hm.
            <tool_call>
            {"name": "search", "arguments": {"q": "Ann"}}
            </tool_call>
            <tool_call>
            {"name": "now", "arguments": no JSON}
            </tool_call>\
            """);
        assertThat(spelled.get(3).content()).isEqualTo("""
            <tool_response>
            31
            </tool_response>
            <tool_response>
            12:00
            </tool_response>\
            """);
        assertThat(calls.spelled(List.of(TemplateMessage.of("user", "x")), List.of(SEARCH)))
                .extracting(TemplateMessage::role)
                .containsExactly("system", "user");
    }

    @Test
    void whatTheUserSaysBehindResultsStandsInOneTurnWithThem() {
        TemplateCalls calls = of("{% for m in messages %}{% if m.role == 'tool' %}{{ raise_exception('no tools') }}"
                + "{% endif %}{{ m.role + ': ' + m.content }}\n{% endfor %}");
        List<TemplateMessage> told = new ArrayList<>(CONVERSATION);
        told.add(TemplateMessage.of("user", "Answer now."));
        List<TemplateMessage> spelled = calls.spelled(told, List.of());
        assertThat(spelled).extracting(TemplateMessage::role).containsExactly("system", "user", "assistant", "user");
        assertThat(spelled.getLast().content()).endsWith("12:00\n</tool_response>\nAnswer now.");
    }

    @Test
    void whatATemplateWritesItselfIsLeftToIt() throws IOException {
        assertThat(of(file("thinking.jinja")).spelled(CONVERSATION, List.of(SEARCH)))
                .isEqualTo(CONVERSATION);
        List<TemplateMessage> lines = of(LINES).spelled(CONVERSATION, List.of(SEARCH));
        assertThat(lines.subList(1, lines.size())).isEqualTo(CONVERSATION.subList(1, CONVERSATION.size()));
        assertThat(lines.getFirst().content()).contains("Tools you may call");
    }

    @Test
    void argumentsHoldNoHalvesOfCharacters() {
        for (String[] each : new String[][] {
            {"{\"q\": \"\\ud83d\"}", "{\"q\": \"\uFFFD\"}"},
            {"{\"q\": \"\\ud83d\\ude00\"}", "{\"q\": \"\\ud83d\\ude00\"}"},
            {"{\"q\": \"\\\\ud83d\"}", "{\"q\": \"\\\\ud83d\"}"},
            {"{\"q\": 1}", "{\"q\": 1}"}
        }) {
            assertThat(CallConvention.LINE
                            .read(" f " + each[0], false)
                            .getFirst()
                            .arguments())
                    .isEqualTo(each[1]);
        }
        assertThat(CallConvention.HERMES
                        .read("{\"name\": \"f\", \"arguments\": {\"q\": \"a\\ude00\"}}", false)
                        .getFirst()
                        .arguments())
                .isEqualTo("{\"q\": \"a\uFFFD\"}");
    }
}
