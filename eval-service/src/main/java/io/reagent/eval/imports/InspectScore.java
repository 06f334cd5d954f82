package io.reagent.eval.imports;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a scorer of Inspect says of a sample, as its {@code value_to_float} takes it.
 *
 * @param scorer its name, null where there is none
 * @param value in [0, 1], null where it is no such number
 * @param answer as it was read
 */
record InspectScore(
        @Nullable String scorer,
        @Nullable Double value,
        @Nullable String answer) {

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
            double number = value.doubleValue();
            return number >= 0 && number <= 1 ? (Double) number : null;
        }
        return switch (value.stringValue("")) {
            case "C" -> 1.0;
            case "P" -> 0.5;
            case "I", "N" -> 0.0;
            default -> null;
        };
    }
}
