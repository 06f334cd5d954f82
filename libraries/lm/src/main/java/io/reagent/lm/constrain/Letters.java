package io.reagent.lm.constrain;

import io.reagent.lm.constrain.CodePoints.Range;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How one character of a text is spelled in bytes. */
enum Letters {
    /** UTF-8. */
    PLAIN {
        @Override
        void add(Nfa nfa, int from, CodePoints set, int to) {
            set.ranges().forEach(range -> utf8(nfa, from, range.first(), range.last(), to));
        }
    },

    /**
     * Inside a JSON string, spelled as serialisers do: UTF-8, short escapes for the characters that have to be escaped,
     * and four hexadecimal digits for the control characters without a short one.
     */
    JSON {
        @Override
        void add(Nfa nfa, int from, CodePoints set, int to) {
            PLAIN.add(nfa, from, set.and(UNESCAPED), to);
            for (int i = 0; i < ESCAPED.length(); i++) {
                if (set.contains(ESCAPED.charAt(i))) {
                    int end = nfa.literal(from, new byte[] {'\\', (byte) ESCAPES.charAt(i)});
                    nfa.empty(end, to);
                }
            }
            for (Range range : set.and(CONTROL).ranges()) {
                for (int c = range.first(); c <= range.last(); c++) {
                    int at = nfa.literal(from, new byte[] {'\\', 'u', '0', '0', (byte) ('0' + (c >> 4))});
                    hex(nfa, at, c & 15, c & 15, to);
                }
            }
        }
    };

    private static final String ESCAPED = "\"\\\b\f\n\r\t";
    private static final String ESCAPES = "\"\\bfnrt";
    private static final CodePoints UNESCAPED = CodePoints.of(0x20, 0x10FFFF).minus(CodePoints.anyOf("\"\\"));
    private static final CodePoints CONTROL = CodePoints.of(0, 0x1F).minus(CodePoints.anyOf(ESCAPED));

    /** Reads one character of a set. */
    abstract void add(Nfa nfa, int from, CodePoints set, int to);

    /**
     * Reads one character inside a JSON string in any of its spellings: UTF-8, short escapes, four hexadecimal digits. Half
     * a surrogate pair, which has no UTF-8, is left out.
     */
    static void anyJson(Nfa nfa, int from, int to) {
        PLAIN.add(nfa, from, UNESCAPED, to);
        int escape = nfa.literal(from, new byte[] {'\\'});
        for (char c : "\"\\/bfnrt".toCharArray()) {
            nfa.bytes(escape, c, c, to);
        }
        int digits = nfa.literal(escape, new byte[] {'u'});
        int last = nfa.state();
        hex(nfa, last, 0, 15, to);
        int lastTwo = nfa.state();
        hex(nfa, lastTwo, 0, 15, last);
        int lastThree = nfa.state();
        hex(nfa, lastThree, 0, 15, lastTwo);
        hex(nfa, digits, 0, 12, lastThree);
        hex(nfa, digits, 14, 15, lastThree);
        int surrogate = nfa.state();
        hex(nfa, digits, 13, 13, surrogate);
        hex(nfa, surrogate, 0, 7, lastTwo);
        int low = high(nfa, surrogate);
        int lowRest = nfa.state();
        hex(nfa, low, 12, 15, lowRest);
        nfa.empty(lowRest, lastTwo);
    }

    /** The rest of a high surrogate after its {@code d}, then what a low one begins with. */
    private static int high(Nfa nfa, int surrogate) {
        int three = nfa.state();
        hex(nfa, surrogate, 8, 11, three);
        int four = nfa.state();
        hex(nfa, three, 0, 15, four);
        int next = nfa.state();
        hex(nfa, four, 0, 15, next);
        int d = nfa.literal(next, new byte[] {'\\', 'u'});
        int low = nfa.state();
        hex(nfa, d, 13, 13, low);
        return low;
    }

    private static void hex(Nfa nfa, int from, int first, int last, int to) {
        for (int digit = first; digit <= last; digit++) {
            char lower = Character.forDigit(digit, 16);
            char upper = Character.toUpperCase(lower);
            nfa.bytes(from, lower, lower, to);
            if (upper != lower) {
                nfa.bytes(from, upper, upper, to);
            }
        }
    }

    /** Reads the code points of a range that holds no surrogates. */
    private static void utf8(Nfa nfa, int from, int first, int last, int to) {
        int start = first;
        for (int end : new int[] {0x7F, 0x7FF, 0xFFFF, 0x10FFFF}) {
            if (start <= end && start <= last) {
                tail(nfa, from, bytes(start), bytes(Math.min(end, last)), 0, to);
                start = end + 1;
            }
        }
    }

    /** Reads what lies between two encodings of one length, from their byte {@code i} on. */
    private static void tail(Nfa nfa, int from, int[] first, int[] last, int i, int to) {
        if (i == first.length - 1) {
            nfa.bytes(from, first[i], last[i], to);
            return;
        }
        if (first[i] == last[i]) {
            int next = nfa.state();
            nfa.bytes(from, first[i], first[i], next);
            tail(nfa, next, first, last, i + 1, to);
            return;
        }
        int whole = first[i];
        if (!ends(first, i + 1, 0x80)) {
            int next = nfa.state();
            nfa.bytes(from, first[i], first[i], next);
            tail(nfa, next, first, filled(first, i + 1, 0xBF), i + 1, to);
            whole++;
        }
        int wholeLast = last[i];
        if (!ends(last, i + 1, 0xBF)) {
            int next = nfa.state();
            nfa.bytes(from, last[i], last[i], next);
            tail(nfa, next, filled(last, i + 1, 0x80), last, i + 1, to);
            wholeLast--;
        }
        if (whole <= wholeLast) {
            int at = nfa.state();
            nfa.bytes(from, whole, wholeLast, at);
            for (int left = first.length - 1 - i; left > 1; left--) {
                int next = nfa.state();
                nfa.bytes(at, 0x80, 0xBF, next);
                at = next;
            }
            nfa.bytes(at, 0x80, 0xBF, to);
        }
    }

    private static boolean ends(int[] bytes, int from, int all) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != all) {
                return false;
            }
        }
        return true;
    }

    private static int[] filled(int[] bytes, int from, int with) {
        int[] copy = bytes.clone();
        Arrays.fill(copy, from, copy.length, with);
        return copy;
    }

    private static int[] bytes(int codePoint) {
        byte[] utf8 = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        int[] result = new int[utf8.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = utf8[i] & 0xFF;
        }
        return result;
    }
}
