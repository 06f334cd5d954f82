package io.reagent.text;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * For every other vocabulary: decodes a short window twice, without and with the new tokens, and gives the difference.
 * The window starts early enough that what a decoder does to the start of a text (dropping a space) falls outside the
 * difference. A run of byte tokens is one unit to such decoders, so it is held back until it ends.
 */
final class WindowStreamDecoder implements StreamDecoder {
    /** Tokens of what stands before that are looked at. */
    private static final int BEFORE = 8;

    private final NativeTokenizer tokenizer;
    private final Pieces pieces;
    private final Set<Integer> skipped;
    private final boolean skipSpecial;
    private int[] window = new int[16];
    private int size;
    private int settled;
    private String settledText = "";

    /**
     * @param pieces the whole vocabulary
     * @param before the tokens that those to come go on from
     */
    WindowStreamDecoder(
            NativeTokenizer tokenizer, Pieces pieces, Set<Integer> skipped, boolean skipSpecial, int[] before) {
        this.tokenizer = tokenizer;
        this.pieces = pieces;
        this.skipped = skipped;
        this.skipSpecial = skipSpecial;
        goOn(before);
    }

    /** Which ids there are, and which of them stand for a byte. */
    record Pieces(BitSet known, BitSet bytes) {
        private static final Pattern BYTE = Pattern.compile("<0x\\p{XDigit}{2}>");

        static Pieces of(Map<String, Integer> ids) {
            Pieces pieces = new Pieces(new BitSet(), new BitSet());
            ids.forEach((piece, id) -> {
                pieces.known.set(id);
                pieces.bytes.set(id, BYTE.matcher(piece).matches());
            });
            return pieces;
        }
    }

    /** Takes the end of what stands before for settled. */
    private void goOn(int[] before) {
        int[] end = Arrays.stream(before).filter(id -> !silent(id)).toArray();
        int from = Math.max(0, end.length - BEFORE);
        while (from > 0 && pieces.bytes().get(end[from])) {
            from--; // a part of a run is another text than it has in the whole
        }
        size = end.length - from;
        window = Arrays.copyOfRange(end, from, from + Math.max(size, window.length));
        settled = size;
        settledText = decoded(0);
    }

    /** Whether a token has no text, and does not part those around it. */
    private boolean silent(int id) {
        return id < 0 || !pieces.known().get(id) || skipped.contains(id);
    }

    private String decoded(int from) {
        return tokenizer.decode(window, from, size, skipSpecial);
    }

    @Override
    public boolean begins() {
        return size == 0;
    }

    @Override
    public String next(int id) {
        if (silent(id)) {
            return "";
        }
        boolean isByte = pieces.bytes().get(id);
        if (isByte) {
            leaveRun();
        }
        if (size == window.length) {
            window = Arrays.copyOf(window, 2 * size);
        }
        window[size++] = id;
        if (isByte) {
            return "";
        }
        String text = decoded(0);
        return text.endsWith("\uFFFD") ? "" : settle(text);
    }

    /** A run that is told already, being what stands before, is not decoded anew with what follows it. */
    private void leaveRun() {
        int end = size;
        while (size == settled && end > 0 && pieces.bytes().get(window[end - 1])) {
            end--;
        }
        if (end < size) {
            size = end;
            settled = end;
            settledText = decoded(0);
        }
    }

    @Override
    public String finish() {
        String rest = settle(decoded(0));
        size = 0;
        settled = 0;
        settledText = "";
        return rest;
    }

    private String settle(String text) {
        String piece = text.substring(settledText.length());
        String newest = decoded(settled);
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
