package io.reagent.policy.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.agent.HermesFormat;
import io.reagent.lm.text.ChatTemplate;
import io.reagent.lm.text.Tokenizer;
import io.reagent.lm.text.TokenizerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemplateCallsTest {
    private static final Path TEMPLATES = Path.of("../conformance/parity/templates");
    private static final String LINES = """
            {% for m in messages %}<|im_start|>{{ m.role }}
            {{ m.content or '' }}{% for call in m.tool_calls or [] %}
            <call> {{ call.function.name }} {{ call.function.arguments | tojson }}{% endfor %}<|im_end|>
            {% endfor %}""";

    private static TemplateCalls of(String template) {
        try (Tokenizer tokenizer = Tokenizer.load(Path.of("../models/rrm-tiny"))) {
            return TemplateCalls.of(
                    new ChatTemplate(TokenizerConfig.of("<|im_end|>", "<|endoftext|>", template), tokenizer));
        }
    }

    private static String file(String name) throws IOException {
        return Files.readString(TEMPLATES.resolve(name));
    }

    @Test
    void aTemplateTellsHowItsModelWritesCalls() throws IOException {
        assertThat(of(file("thinking.jinja"))).isEqualTo(new TemplateCalls(CallConvention.HERMES, true, true));
        assertThat(of(file("signatures.jinja")).written()).isEqualTo(CallConvention.HERMES);
        assertThat(of(LINES)).isEqualTo(new TemplateCalls(CallConvention.LINE, true, false));
        assertThat(of(file("headers.jinja"))).isEqualTo(new TemplateCalls(CallConvention.BARE_JSON, false, true));
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
        }
    }
}
