package io.reagent.core.tools;

import io.reagent.core.trajectory.StorableText;

/** Makes a tool's output fit to be read and recorded. */
public final class ResultText {
    private ResultText() {}

    /**
     * Text of at most {@code most} characters and a mark: both ends are kept, the mark between them says how much is
     * gone, in the words the judge knows. What cannot be stored is replaced.
     */
    public static String fit(String text, int most) {
        if (text.length() <= most) {
            return StorableText.of(text);
        }
        int headEnd = (most + 1) / 2;
        int tailStart = text.length() - most / 2;
        if (headEnd > 0 && Character.isHighSurrogate(text.charAt(headEnd - 1))) {
            headEnd--;
        }
        if (tailStart < text.length() && Character.isLowSurrogate(text.charAt(tailStart))) {
            tailStart++;
        }
        return StorableText.of(text.substring(0, headEnd))
                + " … [" + (tailStart - headEnd) + " characters left out] … "
                + StorableText.of(text.substring(tailStart));
    }
}
