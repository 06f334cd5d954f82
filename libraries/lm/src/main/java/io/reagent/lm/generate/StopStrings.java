package io.reagent.lm.generate;

import java.util.List;

/** Watches a growing text for stop strings, also across pieces, and holds back what may turn out to begin one. */
final class StopStrings {
    private final List<String> stops;
    private final boolean kept;
    private final StringBuilder text = new StringBuilder();
    private int released;
    private boolean stopped;

    /** @param kept whether the stop string that is found is part of the text */
    StopStrings(List<String> stops, boolean kept) {
        this.stops = stops;
        this.kept = kept;
    }

    /** Adds a piece in which nothing is looked for, nor in what of a stop string begins in it; returns it. */
    String pass(String piece) {
        text.append(piece);
        return release(text.length());
    }

    /** Adds a piece; returns the text that is now certain to be part of the completion. */
    String feed(String piece) {
        if (stopped) {
            return "";
        }
        int longest = stops.stream().mapToInt(String::length).max().orElse(0);
        int searchFrom = Math.max(released, text.length() - longest + 1);
        text.append(piece);
        int stop = earliest(Math.max(0, searchFrom));
        if (stop >= 0) {
            text.setLength(kept ? stop + lengthAt(stop) : stop);
            stopped = true;
            return release(text.length());
        }
        return release(text.length() - heldBack());
    }

    /** Whether a stop string has appeared. */
    boolean stopped() {
        return stopped;
    }

    /** What was held back, when no more text comes. */
    String finish() {
        return release(text.length());
    }

    /** All text so far, cut before a stop string, or behind it where it is kept. */
    String text() {
        return text.toString();
    }

    private String release(int to) {
        if (to <= released) {
            return "";
        }
        String out = text.substring(released, to);
        released = to;
        return out;
    }

    /** Of several stop strings that begin at one place the shortest was complete first. */
    private int lengthAt(int place) {
        return stops.stream()
                .filter(stop -> text.indexOf(stop, place) == place)
                .mapToInt(String::length)
                .min()
                .orElse(0);
    }

    private int earliest(int from) {
        int earliest = -1;
        for (String stop : stops) {
            int at = text.indexOf(stop, from);
            if (at >= 0 && (earliest < 0 || at < earliest)) {
                earliest = at;
            }
        }
        return earliest;
    }

    /** Length of the longest end of the text that begins a stop string. */
    private int heldBack() {
        int held = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, text.length() - released); n > held; n--) {
                if (stop.startsWith(text.substring(text.length() - n))) {
                    held = n;
                }
            }
        }
        return held;
    }
}
