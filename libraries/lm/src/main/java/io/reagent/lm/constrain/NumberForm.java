package io.reagent.lm.constrain;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a schema asks of a number. Equal ones of a schema are compiled once.
 *
 * @param fraction digits after the point that {@code multipleOf} allows, 0 for whole numbers, {@link Regex#UNBOUNDED} for
 *     as many as a number has
 * @param low the least number, null for none
 * @param lowOpen whether it is above {@code low}
 * @param high the greatest number, null for none
 * @param highOpen whether it is below {@code high}
 */
record NumberForm(
        int fraction,
        @Nullable BigDecimal low,
        boolean lowOpen,
        @Nullable BigDecimal high,
        boolean highOpen) {
    /** Whole numbers without a bound of their own are those of 64 bits. */
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** Of a bound; a longer one would make too large an automaton. */
    private static final int DIGITS = 400;

    static NumberForm of(JsonNode schema, boolean integer, String where) {
        int step = fraction(schema, where);
        int fraction = integer ? 0 : step;
        BigDecimal least = bound(schema, "minimum", where);
        BigDecimal above = bound(schema, "exclusiveMinimum", where);
        BigDecimal most = bound(schema, "maximum", where);
        BigDecimal below = bound(schema, "exclusiveMaximum", where);
        boolean lowOpen = above != null && (least == null || above.compareTo(least) >= 0);
        boolean highOpen = below != null && (most == null || below.compareTo(most) <= 0);
        BigDecimal low = lowOpen ? above : least;
        BigDecimal high = highOpen ? below : most;
        boolean whole = fraction == 0;
        return new NumberForm(
                fraction,
                whole && low == null && (high == null || high.compareTo(LEAST) > 0) ? LEAST : low,
                lowOpen,
                whole && high == null && (low == null || low.compareTo(MOST) < 0) ? MOST : high,
                highOpen);
    }

    /** Whether any number will do. */
    boolean free() {
        return low == null && high == null && fraction == Regex.UNBOUNDED;
    }

    private static @Nullable BigDecimal bound(JsonNode schema, String keyword, String where) {
        JsonNode value = schema.path(keyword);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isNumber()) {
            throw new GrammarException("schema at " + where + "/" + keyword + ": has to be a number");
        }
        BigDecimal bound = value.decimalValue();
        if (Math.abs((long) bound.precision() - bound.scale()) > DIGITS || Math.abs((long) bound.scale()) > DIGITS) {
            throw new GrammarException(
                    "schema at " + where + "/" + keyword + ": has more than " + DIGITS + " digits; leave it out");
        }
        return bound.stripTrailingZeros();
    }

    private static int fraction(JsonNode schema, String where) {
        BigDecimal step = bound(schema, "multipleOf", where);
        if (step == null) {
            return Regex.UNBOUNDED;
        }
        if (step.compareTo(BigDecimal.ONE) > 0 || !step.unscaledValue().equals(BigInteger.ONE)) {
            throw new GrammarException("schema at " + where
                    + "/multipleOf: only 1, 0.1, 0.01 and so on can be enforced; remove it and check the"
                    + " finished value");
        }
        return step.scale();
    }
}
