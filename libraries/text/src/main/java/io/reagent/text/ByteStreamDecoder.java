package io.reagent.text;

import java.util.Set;

/**
 * For byte-level vocabularies: a token is a few bytes, so decoding is UTF-8 decoding that waits for the rest of a
 * character. Broken input becomes U+FFFD as the WHATWG and Rust decoders have it, one for each longest start of a
 * character; Java's own decoder counts differently.
 */
final class ByteStreamDecoder implements StreamDecoder {
    private final byte[][] bytes;
    private final Set<Integer> skipped;
    private int codePoint;
    private int missing;
    /** Bounds of the next continuation byte: tighter after some first bytes (no overlong forms, no surrogates). */
    private int lower = 0x80;

    private int upper = 0xBF;

    ByteStreamDecoder(byte[][] bytes, Set<Integer> skipped) {
        this.bytes = bytes;
        this.skipped = skipped;
    }

    @Override
    public String next(int id) {
        if (id < 0 || id >= bytes.length || skipped.contains(id)) {
            return "";
        }
        StringBuilder out = new StringBuilder(bytes[id].length);
        for (byte b : bytes[id]) {
            accept(Byte.toUnsignedInt(b), out);
        }
        return out.toString();
    }

    /** Nothing is dropped in such vocabularies. */
    @Override
    public boolean begins() {
        return false;
    }

    @Override
    public String finish() {
        boolean unfinished = missing > 0;
        missing = 0;
        lower = 0x80;
        upper = 0xBF;
        return unfinished ? "\uFFFD" : "";
    }

    private void accept(int b, StringBuilder out) {
        if (missing > 0 && (b < lower || b > upper)) {
            out.append(finish());
        }
        if (missing == 0) {
            start(b, out);
            return;
        }
        lower = 0x80;
        upper = 0xBF;
        codePoint = codePoint << 6 | b & 0x3F;
        if (--missing == 0) {
            out.appendCodePoint(codePoint);
        }
    }

    private void start(int b, StringBuilder out) {
        if (b < 0x80) {
            out.append((char) b);
        } else if (b >= 0xC2 && b <= 0xDF) {
            missing = 1;
            codePoint = b & 0x1F;
        } else if (b >= 0xE0 && b <= 0xEF) {
            missing = 2;
            codePoint = b & 0x0F;
            lower = b == 0xE0 ? 0xA0 : 0x80;
            upper = b == 0xED ? 0x9F : 0xBF;
        } else if (b >= 0xF0 && b <= 0xF4) {
            missing = 3;
            codePoint = b & 0x07;
            lower = b == 0xF0 ? 0x90 : 0x80;
            upper = b == 0xF4 ? 0x8F : 0xBF;
        } else {
            out.append('\uFFFD');
        }
    }
}
