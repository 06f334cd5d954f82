package io.reagent.rrm.judges;

import org.jspecify.annotations.Nullable;

/**
 * What a judge's model is shown.
 *
 * @param system the rubric
 * @param user the question and the fenced trajectory
 * @param written what the model already wrote and is to continue, or null to begin
 * @param form a regular expression that what it writes now has to match, or null; see {@link Writer#holdsToForms}
 */
public record Prompt(
        String system,
        String user,
        @Nullable String written,
        @Nullable String form) {
    /** Tokens to keep free for bringing a truncated judgement to its score. */
    public static final int RESERVED_TOKENS = Continuation.RESERVED_TOKENS;

    /** For a judgement that begins. */
    public Prompt(String system, String user) {
        this(system, user, null, null);
    }

    Prompt continuing(String text, @Nullable String heldTo) {
        return new Prompt(system, user, text, heldTo);
    }
}
