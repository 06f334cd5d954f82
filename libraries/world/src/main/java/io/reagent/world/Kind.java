package io.reagent.world;

import java.util.Locale;

/** What an entry of the encyclopaedia is about. */
public enum Kind {
    PERSON,
    TOWN,
    GUILD;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
