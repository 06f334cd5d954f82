package io.reagent.lm.constrain;

/**
 * Numbers without bounds. They end, and read back as what was written: no more significant digits than tell a double from
 * its neighbours, and exponents with which it is neither infinite nor lost.
 */
final class FreeNumber {
    /** What tells any double from its neighbours; zeros before the first other digit count as well. */
    static final int DIGITS = 17;

    /** After one digit: below 10 * 10^307. */
    private static final String TO_307 = "[0-2]?[0-9]{1,2}|30[0-7]";

    /** After a zero or several digits: from 10^-17 * 10^-290 to below 10^17 * 10^290. */
    private static final String TO_290 = "[01]?[0-9]{1,2}|2[0-8][0-9]|290";

    private final Nfa nfa;
    private final int to;

    private FreeNumber(Nfa nfa, int to) {
        this.nfa = nfa;
        this.to = to;
    }

    static int build(Nfa nfa, int from) {
        FreeNumber number = new FreeNumber(nfa, nfa.state());
        int start = nfa.state();
        nfa.empty(from, start);
        nfa.bytes(from, '-', '-', start);
        int[] zero = {nfa.state()};
        nfa.bytes(start, '0', '0', zero[0]);
        number.rest(zero, 0, TO_290);
        int[] one = {nfa.state()};
        nfa.bytes(start, '1', '9', one[0]);
        number.rest(one, 1, TO_307);
        int[] more = new int[DIGITS - 1];
        for (int i = 0; i < more.length; i++) {
            more[i] = nfa.state();
            nfa.bytes(i == 0 ? one[0] : more[i - 1], '0', '9', more[i]);
        }
        number.rest(more, 2, TO_290);
        return number.to;
    }

    /**
     * What may follow a whole number.
     *
     * @param wholes the states after {@code digits} digits, one more, and so on
     */
    private void rest(int[] wholes, int digits, String exponent) {
        int end = nfa.state();
        int[] fraction = new int[DIGITS + 1];
        for (int used = digits + 1; used <= DIGITS; used++) {
            fraction[used] = nfa.state();
            nfa.empty(fraction[used], end);
            if (used > digits + 1) {
                nfa.bytes(fraction[used - 1], '0', '9', fraction[used]);
            }
        }
        for (int i = 0; i < wholes.length; i++) {
            nfa.empty(wholes[i], end);
            if (digits + i < DIGITS) {
                nfa.bytes(nfa.literal(wholes[i], new byte[] {'.'}), '0', '9', fraction[digits + i + 1]);
            }
        }
        nfa.empty(end, to);
        nfa.empty(RegexParser.whole("[eE][+-]?(" + exponent + ")").build(nfa, Letters.PLAIN, end), to);
    }
}
