package io.reagent.policy.futures;

import org.jspecify.annotations.Nullable;

/** What a poll for an answer finds. */
public sealed interface Poll {
    record Answered(Answer answer) implements Poll {}

    /**
     * Not yet.
     *
     * @param reason why it cannot even begin, or null when it can
     */
    record Waiting(@Nullable String reason) implements Poll {}

    /** No more, or never. */
    record Gone() implements Poll {}
}
