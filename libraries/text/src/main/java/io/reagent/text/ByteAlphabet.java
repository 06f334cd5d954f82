package io.reagent.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The printable character that stands for each byte in byte-level vocabularies (GPT-2's table): printable Latin-1
 * stands for itself, the other 68 bytes are numbered from U+0100.
 */
final class ByteAlphabet {
    private static final char[] CHARACTERS = new char[256];
    private static final short[] BYTES = new short[0x100 + 68];

    static {
        Arrays.fill(BYTES, (short) -1);
        int next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE);
            CHARACTERS[b] = (char) (printable ? b : next++);
            BYTES[CHARACTERS[b]] = (short) b;
        }
    }

    private ByteAlphabet() {}

    static char character(int b) {
        return CHARACTERS[b];
    }

    /** The bytes a vocabulary entry stands for; an entry with other characters (an added token) stands for itself. */
    static byte[] bytes(String piece) {
        byte[] result = new byte[piece.length()];
        for (int i = 0; i < result.length; i++) {
            char c = piece.charAt(i);
            if (c >= BYTES.length || BYTES[c] < 0) {
                return piece.getBytes(StandardCharsets.UTF_8);
            }
            result[i] = (byte) BYTES[c];
        }
        return result;
    }
}
