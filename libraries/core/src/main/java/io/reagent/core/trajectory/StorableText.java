package io.reagent.core.trajectory;

/** Text that UTF-8 and Postgres can carry: NUL and unpaired surrogates become U+FFFD, everything else stays. */
public final class StorableText {
    private StorableText() {}

    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return replaceUnstorable(text);
            }
        }
        return text;
    }

    /** The first characters of a text, at most so many UTF-16 units, and no half of one at the end. */
    public static String head(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean halved = most > 0
                && Character.isHighSurrogate(text.charAt(most - 1))
                && Character.isLowSurrogate(text.charAt(most));
        return text.substring(0, halved ? most - 1 : most);
    }

    private static String replaceUnstorable(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean lone = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            kept.appendCodePoint(c == 0 || lone ? 0xFFFD : c);
        });
        return kept.toString();
    }
}
