package io.reagent.lm.constrain;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers between bounds, in plain decimals: read digit by digit beside the digits of both bounds, remembering whether all
 * digits so far are those of the lower or of the upper one. They end: after as many digits as tell a double from its
 * neighbours, or one more than the bounds have after the point.
 */
final class NumberRange {
    private final Nfa nfa;
    private final int fraction;
    private final int spare;
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

    /**
     * Before a digit of the fraction; the bounds are null once the digits are clear of them.
     *
     * @param left how many digits may follow
     */
    private record Place(
            int index,
            int left,
            @Nullable Bound lower,
            @Nullable Bound upper) {}

    /** @param spare digits of a fraction among which there is a number between the bounds, however close they are */
    private NumberRange(Nfa nfa, int fraction, int spare, int to) {
        this.nfa = nfa;
        this.fraction = fraction;
        this.spare = spare;
        this.to = to;
    }

    /** Reads a number of that form, from a state on; returns the state after it. */
    static int build(Nfa nfa, NumberForm form, int from) {
        BigDecimal low = form.low();
        BigDecimal high = form.high();
        Bound zero = Bound.of(BigDecimal.ZERO, false);
        int spare = 1 + Math.max(0, Math.max(low == null ? 0 : low.scale(), high == null ? 0 : high.scale()));
        NumberRange range = new NumberRange(nfa, form.fraction(), spare, nfa.state());
        if (high == null || high.signum() >= 0) {
            Bound lower = low == null || low.signum() < 0 ? zero : Bound.of(low, form.lowOpen());
            range.magnitudes(from, lower, high == null ? null : Bound.of(high, form.highOpen()));
        }
        if (low == null || low.signum() < 0) {
            Bound lower = high == null || high.signum() > 0 ? zero : Bound.of(high.negate(), form.highOpen());
            int minus = nfa.literal(from, new byte[] {'-'});
            range.magnitudes(minus, lower, low == null ? null : Bound.of(low.negate(), form.lowOpen()));
        }
        return range.to;
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
            for (int length = 2; length <= Math.max(FreeNumber.DIGITS, shortest + 1); length++) {
                int next = nfa.state();
                nfa.bytes(digits, '0', '9', next);
                digits = next;
                if (length > shortest) {
                    afterWhole(digits, length, null, null, places);
                }
            }
        }
    }

    private void whole(
            int from, int index, int length, @Nullable Bound lower, @Nullable Bound upper, Map<Place, Integer> places) {
        if (index == length) {
            afterWhole(from, length, lower, upper, places);
            return;
        }
        int first = lower != null ? lower.whole().charAt(index) - '0' : 0;
        int last = upper != null ? upper.whole().charAt(index) - '0' : 9;
        int free = nfa.state();
        boolean anyFree = false;
        for (int digit = index == 0 && length > 1 ? Math.max(1, first) : first; digit <= last; digit++) {
            Bound low = digit == first ? lower : null;
            Bound high = digit == last ? upper : null;
            boolean zero = digit == 0 && length == 1;
            boolean clear = low == null && high == null && !zero;
            int next = clear ? free : nfa.state();
            nfa.bytes(from, '0' + digit, '0' + digit, next);
            anyFree |= clear;
            if (zero) {
                afterWhole(next, 0, low, high, places);
            } else if (!clear) {
                whole(next, index + 1, length, low, high, places);
            }
        }
        if (anyFree) {
            whole(free, index + 1, length, null, null, places);
        }
    }

    /** @param length digits before the point that tell; a 0 there does not */
    private void afterWhole(
            int at, int length, @Nullable Bound lower, @Nullable Bound upper, Map<Place, Integer> places) {
        end(at, 0, lower, upper);
        int left = fraction == Regex.UNBOUNDED ? Math.max(FreeNumber.DIGITS - length, spare) : fraction;
        if (left > 0) {
            int point = nfa.literal(at, new byte[] {'.'});
            digits(point, new Place(0, left, lower, upper), places);
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
            int to = after(place.index() + 1, place.left() - 1, low, high, places);
            nfa.bytes(from, '0' + digit, '0' + digit, to);
        }
    }

    /** The state after {@code read} digits of the fraction, where {@code left} may follow. */
    private int after(int read, int left, @Nullable Bound lower, @Nullable Bound upper, Map<Place, Integer> places) {
        int index = Math.min(read, settled(lower, upper)); // beyond, one digit is as another
        Place place = new Place(index, left, lower, upper);
        Integer known = places.get(place);
        if (known != null) {
            return known;
        }
        int state = nfa.state();
        places.put(place, state);
        end(state, index, lower, upper);
        if (left > 0) {
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
