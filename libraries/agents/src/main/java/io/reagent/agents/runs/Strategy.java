package io.reagent.agents.runs;

import org.jspecify.annotations.Nullable;

/** How a question is gone about. */
public enum Strategy {
    /** One attempt. */
    PLAIN("plain"),
    /** An attempt, a judge's critique of it, and a second attempt that was shown both. */
    REAGENT_C("reagent-c");

    private final String wireName;

    Strategy(String wireName) {
        this.wireName = wireName;
    }

    /** The name used in requests and in the database. */
    public String wireName() {
        return wireName;
    }

    /** The strategy of that name, or null when there is none. */
    public static @Nullable Strategy ofWireName(String name) {
        for (Strategy strategy : values()) {
            if (strategy.wireName.equals(name)) {
                return strategy;
            }
        }
        return null;
    }
}
