package io.reagent.text;

/** A text cannot fit: it was counted, not tokenised. */
public final class TextTooLongException extends RuntimeException {
    private final int fewestTokens;

    TextTooLongException(int fewestTokens, int most) {
        super("the text has at least " + fewestTokens + " tokens, and " + most + " is the most");
        this.fewestTokens = fewestTokens;
    }

    /** How many tokens the text has at least. */
    public int fewestTokens() {
        return fewestTokens;
    }
}
