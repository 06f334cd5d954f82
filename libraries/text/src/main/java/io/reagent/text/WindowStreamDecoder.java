package io.reagent.text;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * For every other vocabulary: decodes a short window twice, without and with the new tokens, and gives the difference.
 * The window starts early enough that what a decoder does to the start of a text (dropping a space) falls outside the
 * difference. A run of byte tokens is one unit to such decoders, so it is held back until it ends.
 */
final class WindowStreamDecoder implements StreamDecoder {
    /** Tokens of what stands before that are looked at. */
    private static final int BEFORE = 8;

    private final NativeTokenizer tokenizer;
    private final Set<Integer> skipped;
    private final boolean skipSpecial;
    private final Set<Integer> byteTokens;
    private int[] window = new int[16];
    private int size;
    private int settled;
    private String settledText = "";

    /** @param before the tokens that those to come go on from */
    WindowStreamDecoder(
            NativeTokenizer tokenizer,
            Map<String, Integer> ids,
            Set<Integer> skipped,
            boolean skipSpecial,
            int[] before) {
        this.tokenizer = tokenizer;
        this.skipped = skipped;
        this.skipSpecial = skipSpecial;
        this.byteTokens = byteTokens(ids);
        goOn(before);
    }

    /** Takes the end of what stands before for settled, unless it ends within a character. */
    private void goOn(int[] before) {
        int[] end = Arrays.stream(before).filter(id -> !skipped.contains(id)).toArray();
        int[] last = Arrays.copyOfRange(end, Math.max(0, end.length - BEFORE), end.length);
        String text = tokenizer.decode(last, 0, last.length, skipSpecial);
        if (!text.isEmpty() && !text.endsWith("\uFFFD")) {
            System.arraycopy(last, 0, window, 0, last.length);
            size = last.length;
            settled = size;
            settledText = text;
        }
    }

    private static Set<Integer> byteTokens(Map<String, Integer> ids) {
        Set<Integer> result = new HashSet<>();
        for (int b = 0; b < 256; b++) {
            Integer id = ids.get("<0x%02X>".formatted(b));
            if (id != null) {
                result.add(id);
            }
        }
        return result;
    }

    @Override
    public String next(int id) {
        if (skipped.contains(id)) {
            return "";
        }
        if (size == window.length) {
            window = Arrays.copyOf(window, 2 * size);
        }
        window[size++] = id;
        if (byteTokens.contains(id)) {
            return "";
        }
        String text = tokenizer.decode(window, 0, size, skipSpecial);
        return text.endsWith("\uFFFD") ? "" : settle(text);
    }

    @Override
    public String finish() {
        String rest = settle(tokenizer.decode(window, 0, size, skipSpecial));
        size = 0;
        settled = 0;
        settledText = "";
        return rest;
    }

    private String settle(String text) {
        String piece = text.substring(settledText.length());
        String newest = tokenizer.decode(window, settled, size, skipSpecial);
        if (newest.isEmpty()) { // too little to stand for the start of the text
            settledText = text;
        } else {
            System.arraycopy(window, settled, window, 0, size - settled);
            size -= settled;
            settledText = newest;
        }
        settled = size;
        return piece;
    }
}
