package io.reagent.tools.search;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Picks the stretch of a text that holds most of a query's words. */
final class Snippet {
    private Snippet() {}

    /** @param most characters of the stretch */
    static String of(String text, String query, int most) {
        if (text.length() <= most) {
            return text;
        }
        Set<String> wanted = new HashSet<>(words(query));
        int bestStart = 0;
        int best = -1;
        for (int start = 0; start < text.length(); start += most / 2) {
            String stretch = text.substring(start, Math.min(text.length(), start + most));
            Set<String> found = new HashSet<>(words(stretch));
            found.retainAll(wanted);
            if (found.size() > best) {
                best = found.size();
                bestStart = start;
            }
        }
        int end = Math.min(text.length(), bestStart + most);
        int gap = text.indexOf(' ', bestStart);
        int from = bestStart == 0 ? 0 : gap >= 0 && gap < end ? gap : whole(text, bestStart);
        int last = text.lastIndexOf(' ', end);
        int to = end == text.length() ? end : last > from ? last : whole(text, end);
        return (from == 0 ? "" : "… ") + text.substring(from, to).strip() + (to == text.length() ? "" : " …");
    }

    /** The index, or the next one where it would halve a character. */
    private static int whole(String text, int at) {
        return Character.isLowSurrogate(text.charAt(at)) ? at + 1 : at;
    }

    private static List<String> words(String text) {
        return List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"));
    }
}
