package io.reagent.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TemplateTest {
    private static final JsonNode FRAGMENTS = JsonMapper.shared()
            .readTree(Path.of("../../lab/conformance/fixtures/chat/fragments.json")
                    .toFile());

    @TestFactory
    Stream<DynamicTest> rendersAndFailsAsTheReferenceDoes() {
        Map<?, ?> variables = JsonMapper.shared().convertValue(FRAGMENTS.path("variables"), Map.class);
        return FRAGMENTS.path("cases").valueStream().map(one -> {
            String source = one.path("template").asString();
            return DynamicTest.dynamicTest("«" + source + "»", () -> check(one, source, variables));
        });
    }

    @SuppressWarnings("unchecked")
    private static void check(JsonNode one, String source, Map<?, ?> variables) {
        if (one.has("text")) {
            assertThat(Template.parse(source).render((Map<String, Object>) variables))
                    .isEqualTo(one.path("text").asString());
        } else {
            assertThatExceptionOfType(TemplateException.class)
                    .as("the reference fails with %s", one.path("error").asString())
                    .isThrownBy(() -> Template.parse(source).render((Map<String, Object>) variables))
                    .withMessageContaining("template line ");
        }
    }

    @Test
    void aVariableIsReadWhereItStandsInTheCode() {
        assertThat(Template.parse("{% for d in documents %}{{ d }}{% endfor %}").reads("documents"))
                .isTrue();
        assertThat(Template.parse("{{ x if documents is defined }}").reads("documents"))
                .isTrue();
        for (String elsewhere : new String[] {
            "documents", "{# documents #}", "{{ 'documents' }}", "{{ message.documents }}", "{{ documents_of }}"
        }) {
            assertThat(Template.parse(elsewhere).reads("documents"))
                    .as(elsewhere)
                    .isFalse();
        }
    }

    @Test
    void anErrorTellsItsLine() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> Template.parse("a\n{% if x %}\n  {{ y + }}{% endif %}"))
                .satisfies(e -> assertThat(e.line()).isEqualTo(3));
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() ->
                        Template.parse("{% if true %}\n\n{{ y.z }}{% endif %}").render(Map.of()))
                .withMessage("template line 3: 'y' is undefined");
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() ->
                        Template.parse("\n{{ raise_exception('no ' ~ x) }}").render(Map.of("x", "tools")))
                .satisfies(e -> assertThat(e.problem()).isEqualTo("no tools"))
                .satisfies(e -> assertThat(e.line()).isEqualTo(2));
    }

    @Test
    void formatsTheDate() {
        ZonedDateTime now = ZonedDateTime.of(2026, 3, 5, 14, 7, 9, 0, ZoneOffset.UTC);
        assertThat(Template.parse("{{ strftime_now('%d %b %Y, %A %-d %B %y %H:%M:%S %I %p %j 100%%') }}")
                        .render(Map.of(), () -> now))
                .isEqualTo("05 Mar 2026, Thursday 5 March 26 14:07:09 02 PM 064 100%");
    }

    @Test
    void aRunawayTemplateEnds() {
        for (String source : new String[] {
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            "{{ 'x' * 1000000000 }}",
            "{{ range(1000000000) | list }}",
            "{{ 9 ** 99999999 }}"
        }) {
            assertThatExceptionOfType(TemplateException.class).as(source).isThrownBy(() -> Template.parse(source)
                    .render(Map.of()));
        }
    }

    @Test
    void variablesAreCopiedAndForeignObjectsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Template.parse("{{ x }}").render(Map.of("x", new Object())))
                .withMessageContaining("java.lang.Object");
        assertThat(Template.parse("{{ x.class }}{{ x.getClass }}").render(Map.of("x", "s")))
                .isEmpty();
    }
}
