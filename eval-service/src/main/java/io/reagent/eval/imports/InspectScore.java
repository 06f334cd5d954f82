package io.reagent.eval.imports;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a scorer of Inspect says of a sample, as {@code value_to_float} of inspect_ai 0.3.285 takes it: {@code C} is 1,
 * {@code P} 0.5, {@code I} and {@code N} 0; {@code yes} and {@code true} are 1, {@code no} and {@code false} 0, in
 * capitals too; booleans, numbers and texts of a number are what they say. What Inspect counts as 0 with a warning (other
 * texts, lists, objects) is no score here, and so is a number beyond [0, 1].
 *
 * @param scorer its name, null where there is none
 * @param value in [0, 1], null where it is no such number
 * @param answer as it was read
 */
record InspectScore(
        @Nullable String scorer,
        @Nullable Double value,
        @Nullable String answer) {
    /** What Python's float() reads of ASCII and is finite; Java's reads other forms besides. */
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+(_\\d+)*+\\.?(\\d+(_\\d+)*+)?|\\.\\d+(_\\d+)*+)(e[+-]?\\d+(_\\d+)*+)?");

    /** @param wanted the scorer of the samples before; null: the first there is */
    static InspectScore of(JsonNode scores, @Nullable String wanted) {
        String scorer = wanted != null || scores.isEmpty()
                ? wanted
                : scores.propertyNames().iterator().next();
        if (scorer == null || !scores.has(scorer)) {
            return new InspectScore(scorer, null, null);
        }
        JsonNode score = scores.path(scorer);
        return new InspectScore(scorer, value(score.path("value")), Foreign.text(score.path("answer")));
    }

    private static @Nullable Double value(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue() ? 1.0 : 0.0;
        }
        if (value.isNumber()) {
            return rate(value.doubleValue());
        }
        String text = value.stringValue("");
        return switch (text) {
            case "C" -> 1.0;
            case "P" -> 0.5;
            case "I", "N" -> 0.0;
            default -> lowered(text.toLowerCase(Locale.ROOT));
        };
    }

    private static @Nullable Double lowered(String text) {
        return switch (text) {
            case "yes", "true" -> 1.0;
            case "no", "false" -> 0.0;
            default -> {
                String number = text.strip();
                yield NUMBER.matcher(number).matches() ? rate(Double.parseDouble(number.replace("_", ""))) : null;
            }
        };
    }

    private static @Nullable Double rate(double number) {
        return number >= 0 && number <= 1 ? (Double) number : null;
    }
}
