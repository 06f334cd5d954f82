package io.reagent.lm.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TextFormTest {
    private static final TextForm.Json NUMBER = json("{\"$defs\": {\"n\": {\"type\": \"integer\"}}, \"type\":"
            + " \"object\", \"properties\": {\"n\": {\"$ref\": \"#/$defs/n\"}}, \"required\": [\"n\"]}");
    private static final TextForm.Json WORD = json("{\"enum\": [\"a\", \"b\"]}");
    private static final TextForm CALLS = new TextForm.Repeated(
            new TextForm.Choice(List.of(
                    TextForm.sequence(literal("<n>"), NUMBER, literal("</n>")),
                    TextForm.sequence(literal("<w>"), WORD, literal("</w>")))),
            literal("\n"));

    private final Constraints constraints = Vocabularies.constraints(Vocabularies.small(4));

    private static TextForm.Json json(String schema) {
        return new TextForm.Json(JsonMapper.shared().readTree(schema));
    }

    private static TextForm.Literal literal(String text) {
        return new TextForm.Literal(text);
    }

    @Test
    void words_and_json_follow_each_other_once_or_more_often() {
        Grammar grammar = constraints.form(CALLS);
        assertThat(Vocabularies.matches(grammar, "<n>{\"n\": 12}</n>")).isTrue();
        assertThat(Vocabularies.matches(grammar, "<w>\"a\"</w>\n<n>{\"n\":-1}</n>\n<w>\"b\"</w>"))
                .isTrue();
        for (String wrong : List.of(
                "", "<n>{}</n>", "<w>\"c\"</w>", "<n>\"a\"</n>", "<w>\"a\"</w><w>\"a\"</w>", "<w>\"a\"</w>\n")) {
            assertThat(Vocabularies.matches(grammar, wrong)).as(wrong).isFalse();
        }
    }

    @Test
    void everything_drawn_is_of_the_form() {
        Grammar grammar = constraints.form(CALLS);
        Random random = new Random(3);
        for (int i = 0; i < 100; i++) {
            assertThat(Walk.text(grammar, random, 60))
                    .matches("(?:(?:^|\\n)(?:<n>\\{\"n\": ?-?\\d+(?:\\.0+)?(?:[eE][+-]?\\d+)?}</n>|<w>\"[ab]\"</w>))+");
        }
    }

    @Test
    void a_form_is_kept_under_all_of_it() {
        assertThat(constraints.form(CALLS)).isSameAs(constraints.form(CALLS));
        TextForm one = new TextForm.Sequence(List.of(literal("a, b")));
        TextForm two = new TextForm.Sequence(List.of(literal("a"), literal("b")));
        assertThat(constraints.form(one)).isNotSameAs(constraints.form(two));
        assertThat(Vocabularies.matches(constraints.form(two), "ab")).isTrue();
    }

    @Test
    void a_schema_inside_that_cannot_be_enforced_is_refused() {
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() ->
                        constraints.form(TextForm.sequence(literal("x"), json("{\"not\": {\"type\": \"string\"}}"))))
                .withMessageContaining("'not' cannot be enforced");
    }
}
