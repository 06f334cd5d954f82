package io.reagent.core.trajectory;

import org.jspecify.annotations.Nullable;

/** A part of a message's content, as far as a judge can read it. */
sealed interface ContentPart {
    /** What is said; for a part that cannot be read, such as an image, a word that says it was there. */
    record Text(String text) implements ContentPart {}

    /** What the agent thought. */
    record Thought(String text) implements ContentPart {}

    /** A tool the agent called. */
    record Call(@Nullable String id, String name, String arguments) implements ContentPart {}

    /**
     * What a tool returned.
     *
     * @param at where its id stands, for the error when there is no such call
     */
    record Result(@Nullable String id, String text, JsonAt at) implements ContentPart {}
}
