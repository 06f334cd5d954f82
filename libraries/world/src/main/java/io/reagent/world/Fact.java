package io.reagent.world;

import org.jspecify.annotations.Nullable;

/**
 * One line of an entry.
 *
 * @param attribute what it tells
 * @param value the truth: another entry's name, or a number in digits
 * @param shown what a search snippet shows of it
 * @param hearsay for {@link Shown#HEARSAY}, the wrong value the snippet shows; otherwise null
 * @param caveat for {@link Shown#HEARSAY}, the word by which the snippet marks it unreliable; otherwise null
 */
public record Fact(
        Attribute attribute,
        String value,
        Shown shown,
        @Nullable String hearsay,
        @Nullable String caveat) {
    /** What a search snippet shows of a fact; the entry's page always tells the truth. */
    public enum Shown {
        /** The snippet states it. */
        SNIPPET,
        /** Only the page states it. */
        PAGE_ONLY,
        /** The snippet states another value, marked as unreliable; the page states the truth. */
        HEARSAY
    }
}
