package io.reagent.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** What Python takes for whitespace and for the end of a line. */
final class Whitespace {
    private Whitespace() {}

    static boolean is(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    static boolean isBlank(String text) {
        return text.chars().allMatch(Whitespace::is);
    }

    static String strip(String text) {
        return strip(text, Whitespace::is, true, true);
    }

    static String stripEnd(String text) {
        return strip(text, Whitespace::is, false, true);
    }

    static String strip(String text, IntPredicate dropped, boolean start, boolean end) {
        int from = 0;
        int to = text.length();
        while (start && from < to && dropped.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (end && from < to && dropped.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    /** Words between runs of whitespace, at most {@code limit} cuts; negative for all. */
    static List<Object> words(String text, int limit) {
        List<Object> words = new ArrayList<>();
        String rest = strip(text, Whitespace::is, true, false);
        while (!rest.isEmpty()) {
            int end = 0;
            while (end < rest.length() && !is(rest.charAt(end))) {
                end++;
            }
            if (limit >= 0 && words.size() == limit) {
                words.add(rest);
                break;
            }
            words.add(rest.substring(0, end));
            rest = strip(rest.substring(end), Whitespace::is, true, false);
        }
        return words;
    }

    static List<Object> lines(String text) {
        List<Object> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends =
                    (c >= '\n' && c <= '\r') || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
            if (ends) {
                lines.add(text.substring(from, i));
                i += c == '\r' && text.startsWith("\n", i + 1) ? 1 : 0;
                from = i + 1;
            }
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }
}
