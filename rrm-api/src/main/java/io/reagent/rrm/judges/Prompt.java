package io.reagent.rrm.judges;

import org.jspecify.annotations.Nullable;

/**
 * What a judge's model is shown.
 *
 * @param written what the model already wrote and is to continue, or null to begin
 * @param form a regular expression that what it writes now has to match, or null; see {@link Writer#holdsToForms}
 */
public record Prompt(
        Asked asked, @Nullable String written, @Nullable String form) {
    /** Tokens to keep free for bringing a truncated judgement to its score. */
    public static final int RESERVED_TOKENS = Continuation.RESERVED_TOKENS;

    /** For a judgement that begins; parameters as of {@link Asked}. */
    public Prompt(String system, String user) {
        this(new Asked(system, user), null, null);
    }

    public String system() {
        return asked.system();
    }

    public String user() {
        return asked.user();
    }

    /** The same, to go on from a text; parameters as of the record. */
    public Prompt continuing(String text, @Nullable String heldTo) {
        return new Prompt(asked, text, heldTo);
    }
}
