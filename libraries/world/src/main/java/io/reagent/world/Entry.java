package io.reagent.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One article of an encyclopaedia.
 *
 * @param name its title, unique in its encyclopaedia
 * @param kind what it is about
 * @param page its number, unique in its encyclopaedia; its url is {@code page/} and this number
 * @param facts what it tells, at most one fact for each attribute
 */
public record Entry(String name, Kind kind, int page, List<Fact> facts) {
    public Entry {
        facts = List.copyOf(facts);
    }

    public String url() {
        return "page/" + page;
    }

    public @Nullable Fact fact(Attribute attribute) {
        for (Fact fact : facts) {
            if (fact.attribute() == attribute) {
                return fact;
            }
        }
        return null;
    }
}
