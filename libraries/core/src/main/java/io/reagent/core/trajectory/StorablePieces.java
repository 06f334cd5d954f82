package io.reagent.core.trajectory;

/**
 * Text that comes in pieces, each made storable as {@link StorableText} has it, cut nowhere inside a character: half of
 * one at a piece's end waits for the next piece. Not thread-safe.
 */
public final class StorablePieces {
    private String half = "";

    /** What of the text is certain now; may be empty. */
    public String next(String piece) {
        String text = half + piece;
        boolean cut = !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
        half = cut ? text.substring(text.length() - 1) : "";
        return StorableText.of(cut ? text.substring(0, text.length() - 1) : text);
    }

    /** What was held back, at the end. */
    public String rest() {
        String rest = StorableText.of(half);
        half = "";
        return rest;
    }
}
