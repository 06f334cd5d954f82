package io.reagent.tools.search;

import java.util.ArrayList;
import java.util.List;

/** What of a directory could not be searched, each with the reason; of very many only the first are kept. */
final class LeftOut {
    private static final int MOST_NAMED = 50;

    private final List<String> named = new ArrayList<>();
    private int count;

    /** @param what such as {@code line 2 of wiki.jsonl} */
    void add(String what, String why) {
        count++;
        if (named.size() < MOST_NAMED) {
            named.add(what + ": " + why);
        }
    }

    /** One line for each, and one that counts what is not named. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(named);
        if (count > named.size()) {
            lines.add("and " + (count - named.size()) + " more");
        }
        return lines;
    }
}
