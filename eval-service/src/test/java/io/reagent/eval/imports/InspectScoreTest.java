package io.reagent.eval.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Values as inspect_ai 0.3.285 makes numbers of them. */
class InspectScoreTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "\"C\", 1",
                "\"P\", 0.5",
                "\"I\", 0",
                "\"N\", 0",
                "\"yes\", 1",
                "\"True\", 1",
                "\"NO\", 0",
                "\"false\", 0",
                "true, 1",
                "false, 0",
                "1, 1",
                "0.25, 0.25",
                "\"1\", 1",
                "\" 0.25 \", 0.25",
                "\".5\", 0.5",
                "\"1.\", 1",
                "\"5E-1\", 0.5",
                "\"+0.2_5\", 0.25",
            })
    void isWhatInspectTakesItFor(String value, double number) {
        assertThat(of(value)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"c\"",
                "\"\"",
                "\"maybe\"",
                "\" yes\"",
                "\"nan\"",
                "\"inf\"",
                "\"1d\"",
                "\"0x1p0\"",
                "\"_1\"",
                "\"1__0\"",
                "\".\"",
                "[1]",
                "{\"a\": 1}",
                "null",
                "1.5",
                "\"-1\"",
                "\"1e400\""
            })
    void isNoScoreWhereInspectWarnsOrTheNumberIsNoRate(String value) {
        assertThat(of(value)).isNull();
    }

    private static @Nullable Double of(String value) {
        String scores = "{\"judge\": {\"value\": " + value + "}}";
        return InspectScore.of(JsonMapper.shared().readTree(scores), null).value();
    }
}
