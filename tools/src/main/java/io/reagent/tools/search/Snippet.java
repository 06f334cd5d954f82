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
        int from = bestStart == 0 ? 0 : Math.max(bestStart, text.indexOf(' ', bestStart));
        int to = end == text.length() ? end : Math.max(from, text.lastIndexOf(' ', end));
        return (from == 0 ? "" : "… ") + text.substring(from, to).strip() + (to == text.length() ? "" : " …");
    }

    private static List<String> words(String text) {
        return List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"));
    }
}
