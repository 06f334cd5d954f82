package io.reagent.lm.constrain;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Numbers between bounds, in plain decimals: read digit by digit beside the digits of both bounds, remembering whether all
 * digits so far are those of the lower or of the upper one.
 */
final class NumberRange {
    private static final String WHOLE = "-?(0|[1-9][0-9]*)";
    private static final int DIGITS = 400;

    private final Nfa nfa;
    private final int fraction;
    private final int to;

    /** The end of an interval of magnitudes. */
    private record Bound(String whole, String fraction, boolean exclusive) {
        static Bound of(BigDecimal magnitude, boolean exclusive) {
            String plain = magnitude.stripTrailingZeros().toPlainString();
            int point = plain.indexOf('.');
            return point < 0
                    ? new Bound(plain, "", exclusive)
                    : new Bound(plain.substring(0, point), plain.substring(point + 1), exclusive);
        }

        int digit(int place) {
            return place < fraction.length() ? fraction.charAt(place) - '0' : 0;
        }

        /** Whether the number equals the bound when it ends before a place of the fraction. */
        boolean endsBefore(int place) {
            return place >= fraction.length();
        }
    }

    /** Before a digit of the fraction; the bounds are null once the digits are clear of them. */
    private record Place(
            int index, @Nullable Bound lower, @Nullable Bound upper) {}

    private NumberRange(Nfa nfa, int fraction, int to) {
        this.nfa = nfa;
        this.fraction = fraction;
        this.to = to;
    }

    static int build(Nfa nfa, JsonNode schema, boolean integer, String where, int from) {
        int fraction = integer ? 0 : fraction(schema, where);
        if (integer) {
            fraction(schema, where);
        }
        BigDecimal least = bound(schema, "minimum", where);
        BigDecimal above = bound(schema, "exclusiveMinimum", where);
        BigDecimal most = bound(schema, "maximum", where);
        BigDecimal below = bound(schema, "exclusiveMaximum", where);
        boolean lowOpen = above != null && (least == null || above.compareTo(least) >= 0);
        boolean highOpen = below != null && (most == null || below.compareTo(most) <= 0);
        BigDecimal low = lowOpen ? above : least;
        BigDecimal high = highOpen ? below : most;
        if (low == null && high == null && fraction <= 0) {
            String expression = fraction == 0 ? WHOLE : WHOLE + "(\\.[0-9]+)?([eE][+-]?[0-9]+)?";
            return RegexParser.whole(expression).build(nfa, Letters.PLAIN, from);
        }
        int to = nfa.state();
        NumberRange range = new NumberRange(nfa, fraction, to);
        Bound zero = Bound.of(BigDecimal.ZERO, false);
        if (high == null || high.signum() >= 0) {
            Bound lower = low == null || low.signum() < 0 ? zero : Bound.of(low, lowOpen);
            range.magnitudes(from, lower, high == null ? null : Bound.of(high, highOpen));
        }
        if (low == null || low.signum() < 0) {
            Bound lower = high == null || high.signum() > 0 ? zero : Bound.of(high.negate(), highOpen);
            int minus = nfa.literal(from, new byte[] {'-'});
            range.magnitudes(minus, lower, low == null ? null : Bound.of(low.negate(), lowOpen));
        }
        return to;
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
        return bound;
    }

    /** Digits after the point that {@code multipleOf} allows. */
    private static int fraction(JsonNode schema, String where) {
        BigDecimal step = bound(schema, "multipleOf", where);
        if (step == null) {
            return Regex.UNBOUNDED;
        }
        BigDecimal plain = step.stripTrailingZeros();
        if (plain.compareTo(BigDecimal.ONE) > 0 || !plain.unscaledValue().equals(BigInteger.ONE)) {
            throw new GrammarException(
                    "schema at " + where
                            + "/multipleOf: only 1, 0.1, 0.01 and so on can be enforced; remove it and check the finished value");
        }
        return plain.scale();
    }

    private void magnitudes(int from, Bound lower, @Nullable Bound upper) {
        int shortest = lower.whole().length();
        int longest = upper == null ? shortest : upper.whole().length();
        Map<Place, Integer> places = new HashMap<>();
        for (int length = shortest; length <= longest; length++) {
            Bound low = length == shortest ? lower : null;
            Bound high = upper != null && length == longest ? upper : null;
            whole(from, 0, length, low, high, places);
        }
        if (upper == null) {
            int digits = nfa.state();
            nfa.bytes(from, '1', '9', digits);
            for (int i = 1; i <= shortest; i++) {
                int next = nfa.state();
                nfa.bytes(digits, '0', '9', next);
                digits = next;
            }
            nfa.bytes(digits, '0', '9', digits);
            afterWhole(digits, null, null, places);
        }
    }

    private void whole(
            int from, int index, int length, @Nullable Bound lower, @Nullable Bound upper, Map<Place, Integer> places) {
        if (index == length) {
            afterWhole(from, lower, upper, places);
            return;
        }
        int first = lower != null ? lower.whole().charAt(index) - '0' : 0;
        int last = upper != null ? upper.whole().charAt(index) - '0' : 9;
        int free = nfa.state();
        boolean anyFree = false;
        for (int digit = index == 0 && length > 1 ? Math.max(1, first) : first; digit <= last; digit++) {
            Bound low = digit == first ? lower : null;
            Bound high = digit == last ? upper : null;
            boolean clear = low == null && high == null;
            int next = clear ? free : nfa.state();
            nfa.bytes(from, '0' + digit, '0' + digit, next);
            anyFree |= clear;
            if (!clear) {
                whole(next, index + 1, length, low, high, places);
            }
        }
        if (anyFree) {
            whole(free, index + 1, length, null, null, places);
        }
    }

    private void afterWhole(int at, @Nullable Bound lower, @Nullable Bound upper, Map<Place, Integer> places) {
        end(at, 0, lower, upper);
        if (fraction != 0) {
            int point = nfa.literal(at, new byte[] {'.'});
            digits(point, new Place(0, lower, upper), places);
        }
    }

    /** Reads one digit of the fraction and, at will, those after it. */
    private void digits(int from, Place place, Map<Place, Integer> places) {
        Bound lower = place.lower();
        Bound upper = place.upper();
        int first = lower == null ? 0 : lower.digit(place.index());
        int last = upper == null ? 9 : upper.digit(place.index());
        for (int digit = first; digit <= last; digit++) {
            Bound low = digit == first ? lower : null;
            Bound high = digit == last ? upper : null;
            int to = after(place.index() + 1, low, high, places);
            nfa.bytes(from, '0' + digit, '0' + digit, to);
        }
    }

    /** The state after {@code read} digits of the fraction. */
    private int after(int read, @Nullable Bound lower, @Nullable Bound upper, Map<Place, Integer> places) {
        int index = fraction == Regex.UNBOUNDED ? Math.min(read, settled(lower, upper)) : read;
        Place place = new Place(index, lower, upper);
        Integer known = places.get(place);
        if (known != null) {
            return known;
        }
        int state = nfa.state();
        places.put(place, state);
        end(state, index, lower, upper);
        if (fraction == Regex.UNBOUNDED || index < fraction) {
            digits(state, place, places);
        }
        return state;
    }

    /** Digits after which both bounds have only zeros left. */
    private static int settled(@Nullable Bound lower, @Nullable Bound upper) {
        return Math.max(
                lower == null ? 0 : lower.fraction().length(),
                upper == null ? 0 : upper.fraction().length());
    }

    /** Lets the number end here if it then lies within the bounds. */
    private void end(int state, int read, @Nullable Bound lower, @Nullable Bound upper) {
        boolean above = lower == null || (lower.endsBefore(read) && !lower.exclusive());
        boolean below = upper == null || !upper.endsBefore(read) || !upper.exclusive();
        if (above && below) {
            nfa.empty(state, to);
        }
    }
}
