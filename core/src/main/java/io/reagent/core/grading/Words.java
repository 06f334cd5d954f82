package io.reagent.core.grading;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A text as far as its words go. Without digits and signs it loses what SQuAD's normalisation takes: case, punctuation,
 * articles, spaces. One with a digit or a mathematical sign keeps whatever could change a number or a formula: points,
 * dashes, slashes, brackets, signs.
 *
 * @param text normalised
 */
record Words(String text) {
    private static final Set<String> ARTICLES = Set.of("a", "an", "the");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern PUNCTUATION = Pattern.compile("[\\p{P}\\p{S}]");
    private static final Pattern EXACT =
            Pattern.compile("[\\d\\p{Sm}\\\\/^#%]|(?<=\\w)[*_](?=\\w)|(?<![\\p{L}\\p{P}])-(?=\\p{L})");

    private static final Pattern BRACKET = Pattern.compile("[()\\[\\]{}]");
    private static final Pattern THOUSANDS = Pattern.compile("(?<![\\d.,])[1-9]\\d{0,2}(?:,\\d{3})+(?![\\d,])");
    private static final Pattern SEPARATOR = Pattern.compile("\\s*[,;]\\s*");
    private static final Pattern RATIO = Pattern.compile("(?<=\\d)\\s*:\\s*(?=\\d)");
    private static final Pattern SENTENCE =
            Pattern.compile("\\.(?!\\.{0,9}\\d)(?!(?<=\\d\\.)\\p{L})|[?…¿¡](?!\\d)|(?<![\\d)\\]}])!"
                    + "|(?<![\\w)\\]}])\\*\\*|\\*\\*(?![\\w(\\[{])|(?<!\\d)[\"`]|(?<![\\p{L}\\d])'");
    private static final Pattern COLON = Pattern.compile("(?<!\\d):|:(?!\\d)");
    private static final Pattern AROUND_SIGN =
            Pattern.compile("\\s*([-+/^=<>×·*±÷|%≤≥≠≈_])\\s*|(?<=[(\\[{])\\s+|\\s+(?=[)\\]}])");

    static Words of(String plain) {
        // one at a time: patterns look at each of a run of spaces anew
        String lower = SPACE.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll(" ");
        String kept = EXACT.matcher(lower).find()
                ? exact(lower)
                : PUNCTUATION.matcher(lower).replaceAll("");
        List<String> words = SPACE.splitAsStream(kept.strip()).toList();
        List<String> telling =
                words.stream().filter(word -> !ARTICLES.contains(word)).toList();
        return new Words(String.join(" ", telling.isEmpty() ? words : telling));
    }

    /** A comma in brackets, or before anything but three digits, separates; it and a space say the same. */
    private static String exact(String lower) {
        String text = BRACKET.matcher(lower).find()
                ? lower
                : THOUSANDS.matcher(lower).replaceAll(number -> number.group().replace(",", ""));
        text = RATIO.matcher(SEPARATOR.matcher(text).replaceAll(",")).replaceAll(":");
        text = COLON.matcher(text).replaceAll(" ");
        text = SPACE.matcher(SENTENCE.matcher(text).replaceAll("")).replaceAll(" ");
        return AROUND_SIGN.matcher(text).replaceAll("$1").replace(',', ' ');
    }

    /** Whether both say something, and the same. */
    boolean same(Words other) {
        return !text.isEmpty() && text.equals(other.text);
    }
}
