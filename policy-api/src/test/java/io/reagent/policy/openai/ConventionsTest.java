package io.reagent.policy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.lm.text.ChatTemplate;
import io.reagent.lm.text.Tokenizer;
import io.reagent.lm.text.TokenizerConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConventionsTest {
    private static final String LLAMA = """
            {% for m in messages %}{% if m.tool_calls %}{{ '{"name": "' + m.tool_calls[0].function.name + '", ' }}\
            {{ '"parameters": ' }}{{ m.tool_calls[0].function.arguments | tojson }}{{ '}' }}\
            {% else %}{{ m.content }}{% endif %}{% endfor %}""";

    private static @Nullable CallConvention of(String template) {
        try (Tokenizer tokenizer = Tokenizer.load(OpenAiFixture.RANDOM)) {
            return new Conventions()
                    .of(new ChatTemplate(TokenizerConfig.of("<|im_end|>", "<|endoftext|>", template), tokenizer));
        }
    }

    @Test
    void aTemplateTellsHowItsModelWritesCalls() {
        assertThat(of(OpenAiFixture.read(OpenAiFixture.TEMPLATES.resolve("thinking.jinja"))))
                .isEqualTo(CallConvention.HERMES);
        assertThat(of(OpenAiFixture.read(OpenAiFixture.TEMPLATES.resolve("signatures.jinja"))))
                .isEqualTo(CallConvention.HERMES);
        assertThat(of(OpenAiFixture.LINE_TEMPLATE)).isEqualTo(CallConvention.LINE);
        assertThat(of(LLAMA)).isEqualTo(CallConvention.BARE_JSON);
        assertThat(of(OpenAiFixture.read(OpenAiFixture.TEMPLATES.resolve("headers.jinja"))))
                .isEqualTo(CallConvention.BARE_JSON);
        assertThat(of("{% for m in messages %}{{ m.role + m.content }}{% endfor %}"))
                .isNull();
        assertThat(of("{{ raise_exception('no tools') }}")).isNull();
    }
}
