package io.reagent.kit.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.kit.problem.ProblemException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JsonBodyTest {
    @Test
    void halvesOfCharactersAreReplacedInValuesAndNamesAndWholeOnesStay() {
        FieldReader body = JsonBody.read("""
                {"a\\ud83d": ["x\\ude00", {"b": "\\ud83d\\ude00 \\uD83D"}], "n": 1}""".getBytes(UTF_8));
        assertThat(body.object().path("a\uFFFD").path(0).asString()).isEqualTo("x\uFFFD");
        assertThat(body.object().path("a\uFFFD").path(1).path("b").asString()).isEqualTo("😀 \uFFFD");
        assertThat(body.integer("n")).isEqualTo(1);
    }

    @Test
    void aNameWithHalfACharacterIsRefusedAndWordsAreRead() {
        FieldReader body = JsonBody.read("""
                {"judge": "a\\ud800", "judges": {"first": "a\\udc01"}, "question": "a\\ud800"}""".getBytes(UTF_8));
        assertThatThrownBy(() -> body.text("judge"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().field()).isEqualTo("judge"));
        FieldReader judges = Objects.requireNonNull(body.object("judges"));
        assertThatThrownBy(() -> judges.text("first"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().field()).isEqualTo("judges.first"));
        assertThat(body.words("question")).isEqualTo("a\uFFFD");
    }

    @Test
    void aByteOrderMarkBeforeTheBodyIsNoPartOfIt() {
        assertThat(JsonBody.read("\uFEFF{\"a\": \"\uFEFFb\"}".getBytes(UTF_8)).text("a"))
                .isEqualTo("\uFEFFb");
    }
}
