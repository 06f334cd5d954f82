package io.reagent.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hides control tokens in other people's strings while a template is rendered: each becomes one private-use character
 * that occurs nowhere else, so that after rendering it can be told from the control tokens the template writes. A start
 * of a control token at the end of a string is hidden too: templates put strings next to each other.
 */
final class ControlTokenMask {
    private static final char FIRST = '\uE000';
    private static final char LAST = '\uF8FF';

    private final List<String> hidden;
    private final BitSet firsts = new BitSet();
    private final BitSet taken = new BitSet();
    private final Map<String, Character> masks = new LinkedHashMap<>();
    private char next = FIRST;

    /**
     * For one rendering.
     *
     * @param hidden the control tokens
     * @param values everything the rendering may write out, the template included
     */
    ControlTokenMask(Collection<String> hidden, Collection<? extends @Nullable Object> values) {
        this.hidden = hidden.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
        hidden.forEach(token -> firsts.set(token.charAt(0)));
        values.forEach(this::take);
    }

    /** The value with its strings masked, keys of maps included. */
    @Nullable Object mask(@Nullable Object value) {
        return switch (value) {
            case String text -> masked(text);
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(mask(key), mask(item)));
                yield copy;
            }
            case Iterable<?> items -> {
                List<@Nullable Object> copy = new ArrayList<>();
                items.forEach(item -> copy.add(mask(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    /** Ids of a rendered text: masks encode as the plain text they hide, all else as trusted text. */
    int[] encode(String rendered, Tokenizer tokenizer) {
        Map<Character, String> originals = new LinkedHashMap<>();
        masks.forEach((text, mask) -> originals.put(mask, text));
        List<int[]> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < rendered.length(); i++) {
            String original = originals.get(rendered.charAt(i));
            if (original != null) {
                pieces.add(tokenizer.encode(rendered.substring(from, i)));
                pieces.add(tokenizer.encodeText(original));
                from = i + 1;
            }
        }
        pieces.add(tokenizer.encode(rendered.substring(from)));
        return pieces.stream().flatMapToInt(Arrays::stream).toArray();
    }

    private String masked(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int end = trimmedLength(text);
        for (int i = 0; i < text.length(); i++) {
            String found = firsts.get(text.charAt(i)) ? controlToken(text, i, end) : "";
            if (found.isEmpty()) {
                out.append(text.charAt(i));
            } else {
                out.append(masks.computeIfAbsent(found, unused -> free()).charValue());
                i += found.length() - 1;
            }
        }
        return out.toString();
    }

    /** Length without trailing whitespace of any kind: templates trim. */
    private static int trimmedLength(String text) {
        int end = text.length();
        while (end > 0
                && (Character.isWhitespace(text.charAt(end - 1)) || Character.isSpaceChar(text.charAt(end - 1)))) {
            end--;
        }
        return end;
    }

    /** The longest control token at a place, else the start of one that reaches the end of the text, else nothing. */
    private String controlToken(String text, int from, int end) {
        for (String token : hidden) {
            if (text.startsWith(token, from)) {
                return token;
            }
        }
        int length = end - from;
        boolean starts = length > 0
                && hidden.stream()
                        .anyMatch(token -> token.length() > length && token.regionMatches(0, text, from, length));
        return starts ? text.substring(from, end) : "";
    }

    private char free() {
        while (taken.get(next)) {
            if (next == LAST) {
                throw new IllegalArgumentException(
                        "the messages use every private-use character (U+E000 to U+F8FF); remove some");
            }
            next++;
        }
        return next++;
    }

    private void take(@Nullable Object value) {
        switch (value) {
            case String text ->
                text.chars().filter(c -> c >= FIRST && c <= LAST).forEach(taken::set);
            case Map<?, ?> map ->
                map.forEach((key, item) -> {
                    take(key);
                    take(item);
                });
            case Iterable<?> items -> items.forEach(this::take);
            case null, default -> {}
        }
    }
}
