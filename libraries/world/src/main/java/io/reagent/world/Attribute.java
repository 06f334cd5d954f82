package io.reagent.world;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One thing an encyclopaedia tells about its entries: a relation to another entry, or a number. */
public enum Attribute {
    TEACHER(Map.of(Kind.PERSON, Kind.PERSON)),
    HOME(Map.of(Kind.PERSON, Kind.TOWN)),
    GUILD(Map.of(Kind.PERSON, Kind.GUILD)),
    FOUNDER(Map.of(Kind.TOWN, Kind.PERSON)),
    TWIN(Map.of(Kind.TOWN, Kind.TOWN)),
    LEADER(Map.of(Kind.GUILD, Kind.PERSON)),
    SEAT(Map.of(Kind.GUILD, Kind.TOWN)),
    RIVAL(Map.of(Kind.PERSON, Kind.PERSON, Kind.TOWN, Kind.TOWN, Kind.GUILD, Kind.GUILD)),
    AGE(EnumSet.allOf(Kind.class)),
    HEIGHT(EnumSet.of(Kind.PERSON, Kind.TOWN)),
    DEBT(EnumSet.of(Kind.PERSON, Kind.GUILD)),
    SIZE(EnumSet.of(Kind.TOWN, Kind.GUILD));

    private final Set<Kind> subjects;
    private final Map<Kind, Kind> targets;

    Attribute(Map<Kind, Kind> targets) {
        this.subjects = targets.keySet();
        this.targets = targets;
    }

    Attribute(Set<Kind> subjects) {
        this.subjects = subjects;
        this.targets = Map.of();
    }

    /** Whether the value is a number and not the name of another entry. */
    public boolean numeric() {
        return targets.isEmpty();
    }

    public boolean appliesTo(Kind subject) {
        return subjects.contains(subject);
    }

    /** The kind of entry this relation leads to from {@code subject}, or null for a number. */
    public @Nullable Kind target(Kind subject) {
        return targets.get(subject);
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How queries, entries and judges name this attribute of an entry: {@code founder of Tolen}. */
    public String of(String entry) {
        return word() + " of " + entry;
    }

    static List<Attribute> of(Kind subject) {
        return Stream.of(values()).filter(a -> a.appliesTo(subject)).toList();
    }
}
