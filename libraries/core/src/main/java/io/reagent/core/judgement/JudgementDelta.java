package io.reagent.core.judgement;

/**
 * A further piece of a block while the judge still writes it.
 *
 * @param block which one
 * @param text the new text, never empty
 */
public record JudgementDelta(Block block, String text) {
    /** The blocks that are worth showing before they are complete; a score is not. */
    public enum Block {
        REASONING,
        CRITIQUE
    }
}
