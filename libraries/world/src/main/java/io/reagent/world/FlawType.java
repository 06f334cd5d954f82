package io.reagent.world;

import java.util.Locale;

/**
 * The ways an agent goes wrong that a judge is taught to see. Each leaves its own evidence in the text, so no two are
 * confused by a reader who knows only question and trajectory.
 *
 * <p>A flaw multiplies the score by its factor. A flaw the agent notices and mends later weighs less.
 */
public enum FlawType {
    /** Looks up something the question does not need. */
    NEEDLESS_CALL(0.9, 0.9, "makes a needless call"),
    /** Passes over a needed lookup and asks for what comes after it. */
    MISSING_CALL(0.4, 0.7, "skips a needed lookup"),
    /** Makes a call it has made before, and needs nothing from it. */
    REPEATED_CALL(0.8, 0.8, "repeats an earlier call"),
    /** Opens a page no result listed, or computes with a number nothing showed. */
    INVENTED_ARGUMENT(0.6, 0.6, "invents an argument"),
    /** Gives python a lookup or search a computation. */
    WRONG_TOOL(0.7, 0.7, "uses the wrong tool"),
    /** Sends arguments the tool cannot read. */
    MALFORMED_CALL(0.8, 0.8, "makes a malformed call"),
    /** States another value than the result it read. */
    MISREAD_RESULT(0.4, 0.7, "misreads its result"),
    /** Takes over a value that the result itself marks as unreliable. */
    BLIND_TRUST(0.5, 0.7, "trusts an unreliable source"),
    /** Goes on with a value it guessed. */
    UNVERIFIED_GUESS(0.4, 0.7, "relies on an unverified guess"),
    /** Adds or subtracts wrongly in its head. */
    ARITHMETIC_SLIP(0.4, 0.7, "slips in its arithmetic"),
    /** Answers while something needed has not been found. */
    PREMATURE_ANSWER(0.2, 0.2, "comes too early"),
    /** Answers otherwise than its own finding. */
    CONTRADICTION(0.2, 0.2, "contradicts its own finding");

    private final double factor;
    private final double mendedFactor;
    private final String wording;

    FlawType(double factor, double mendedFactor, String wording) {
        this.factor = factor;
        this.mendedFactor = mendedFactor;
        this.wording = wording;
    }

    /** What the score is multiplied by. */
    public double factor(boolean mended) {
        return mended ? mendedFactor : factor;
    }

    /** How a critique says it, after naming the step; the same words always. */
    public String wording() {
        return wording;
    }

    /** The verdict a reasoning trace gives. */
    public String verdict() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
