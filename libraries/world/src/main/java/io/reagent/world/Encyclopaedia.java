package io.reagent.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The made-up articles one task is about. No other task has the same. */
public record Encyclopaedia(List<Entry> entries) {
    public Encyclopaedia {
        entries = List.copyOf(entries);
    }

    public @Nullable Entry named(String name) {
        for (Entry entry : entries) {
            if (entry.name().equals(name)) {
                return entry;
            }
        }
        return null;
    }

    public @Nullable Entry at(String url) {
        for (Entry entry : entries) {
            if (entry.url().equals(url)) {
                return entry;
            }
        }
        return null;
    }

    /** The fact, which must exist: {@code name} is an entry whose kind has {@code attribute}. */
    Fact require(String name, Attribute attribute) {
        Entry entry = named(name);
        Fact fact = entry == null ? null : entry.fact(attribute);
        if (fact == null) {
            throw new IllegalArgumentException("no entry tells the " + attribute.of(name));
        }
        return fact;
    }

    /** The entry, which must exist. */
    Entry require(String name) {
        Entry entry = named(name);
        if (entry == null) {
            throw new IllegalArgumentException("no entry is named " + name);
        }
        return entry;
    }
}
