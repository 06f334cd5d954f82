package io.reagent.text;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Cuts text into the words merges stay within, by Qwen's expression: every digit is a word of its own. */
final class WordSplitter {
    static final String EXPRESSION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final Pattern WORD = Pattern.compile(EXPRESSION, Pattern.UNICODE_CHARACTER_CLASS);

    private WordSplitter() {}

    /** How often each word stands in the texts, in order of the words; added tokens are left out. */
    static Map<String, Long> count(Iterable<String> texts, List<AddedToken> added) {
        Map<String, long[]> counts = new HashMap<>();
        Pattern cut = added.isEmpty() ? null : alternatives(added);
        for (String text : texts) {
            for (String part : cut == null ? new String[] {text} : cut.split(text)) {
                Matcher word = WORD.matcher(Normalizer.normalize(part, Normalizer.Form.NFC));
                while (word.find()) {
                    counts.computeIfAbsent(word.group(), unused -> new long[1])[0]++;
                }
            }
        }
        Map<String, Long> sorted = new TreeMap<>();
        counts.forEach((word, count) -> sorted.put(word, count[0]));
        return sorted;
    }

    private static Pattern alternatives(List<AddedToken> added) {
        return Pattern.compile(
                added.stream().map(token -> Pattern.quote(token.content())).collect(Collectors.joining("|")));
    }
}
