package io.reagent.text;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * The bytes each token adds to a text. Immutable.
 *
 * <p>Byte-level vocabularies spell bytes in an alphabet of their own. Those of the SentencePiece kind write a space as
 * {@code ▁} and bytes that have no token as {@code <0xNN>}; their decoders may drop a space that begins the text.
 */
public final class TokenBytes {
    private static final String SPACE = "▁";

    private final byte[][] table;
    private final boolean dropsFirstSpace;

    private TokenBytes(byte[][] table, boolean dropsFirstSpace) {
        this.table = table;
        this.dropsFirstSpace = dropsFirstSpace;
    }

    /** A table of its own making, an empty array for a token without text. */
    public static TokenBytes of(byte[][] table) {
        return new TokenBytes(table.clone(), false);
    }

    static TokenBytes byteLevel(byte[][] table, Set<Integer> special) {
        byte[][] copy = table.clone();
        special.forEach(id -> copy[id] = new byte[0]);
        return new TokenBytes(copy, false);
    }

    static TokenBytes pieces(Map<String, Integer> ids, int size, Set<Integer> special, boolean dropsFirstSpace) {
        byte[][] table = new byte[size][0];
        ids.forEach((piece, id) -> {
            if (!special.contains(id)) {
                table[id] = bytes(piece);
            }
        });
        return new TokenBytes(table, dropsFirstSpace);
    }

    static byte[] bytes(String piece) {
        if (piece.length() == 6 && piece.startsWith("<0x") && piece.endsWith(">")) {
            return HexFormat.of().parseHex(piece, 3, 5);
        }
        return piece.replace(SPACE, " ").getBytes(StandardCharsets.UTF_8);
    }

    /** One more than the largest id. */
    public int size() {
        return table.length;
    }

    /** The bytes of a token, none for control tokens and unused ids; not to be changed. */
    public byte[] bytes(int id) {
        return table[id];
    }

    /** Whether decoding leaves out a space that begins the text. */
    public boolean dropsFirstSpace() {
        return dropsFirstSpace;
    }
}
