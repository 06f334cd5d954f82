package io.reagent.text;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Text to token ids and back, as {@code tokenizer.json} defines it. Nothing is added, cut or padded. Thread-safe.
 *
 * <p>There are two ways in: {@link #encode} for text written by us (prompts, templates), where control tokens are
 * parsed, and {@link #encodeText} for everybody else's.
 */
public final class Tokenizer implements AutoCloseable {
    private final NativeTokenizer parsing;
    private final NativeTokenizer blind;
    private final Map<String, Integer> ids;
    private final Map<Integer, String> special;
    private final int vocabularySize;
    private final byte @Nullable [][] bytes;
    private final WindowStreamDecoder.Pieces pieces;
    private final boolean spacePieces;
    private final boolean addsSpecial;
    private final TokenFloor floor;
    private final String source;

    private Tokenizer(TokenizerFiles files, String source) {
        ids = files.ids();
        vocabularySize = ids.values().stream().mapToInt(id -> id + 1).max().orElse(0);
        special = files.special().stream().collect(Collectors.toUnmodifiableMap(ids::get, token -> token));
        bytes = files.byteLevel() ? byteTable() : null;
        pieces = WindowStreamDecoder.Pieces.of(ids);
        spacePieces = files.spacePieces();
        addsSpecial = files.addsSpecial();
        this.source = source;
        floor = files.floor();
        parsing = new NativeTokenizer(files.parsing(), source);
        blind = new NativeTokenizer(files.blind(), source);
        special.forEach(this::checkId);
    }

    /** The library gives an added token the id that its vocabulary has, or the next one free, whatever the files say. */
    private void checkId(int id, String token) {
        int[] found = parsing.encode(token);
        if (Arrays.stream(found).noneMatch(each -> each == id)) {
            close();
            throw new TokenizerException(source + ": control token " + token + " is listed with id " + id
                    + ", but is read as " + Arrays.toString(found) + "; give it the same id everywhere");
        }
    }

    /** Reads {@code tokenizer.json}, and {@code tokenizer_config.json} where there is one. */
    public static Tokenizer load(Path directory) {
        return new Tokenizer(
                TokenizerFiles.read(directory),
                directory.resolve("tokenizer.json").toString());
    }

    /** Ids of trusted text: control tokens written in it become control ids. */
    public int[] encode(String text) {
        return parsing.encode(text);
    }

    /** Whether the tokenizer has control tokens to put around a text, which no encoding here does. */
    public boolean addsSpecial() {
        return addsSpecial;
    }

    /** Ids of untrusted text: whatever it spells, no added token, special or not, is among them. */
    public int[] encodeText(String text) {
        return blind.encode(text);
    }

    /**
     * A number of tokens that a text has at least, whichever way it is encoded. Known without tokenising, in a thousandth
     * of the time; 0 where the tokenizer's kind allows no such statement.
     */
    public int fewestTokens(String text) {
        return floor.fewest(text);
    }

    /** @throws TextTooLongException if the text is sure to have more than so many tokens */
    public void refuseLonger(String text, int most) {
        int fewest = fewestTokens(text);
        if (fewest > most) {
            throw new TextTooLongException(fewest, most);
        }
    }

    /**
     * The text of ids; ids outside the vocabulary have none.
     *
     * @param skipSpecial leave control tokens out
     */
    public String decode(int[] tokens, boolean skipSpecial) {
        return parsing.decode(tokens, 0, tokens.length, skipSpecial);
    }

    /** A decoder for tokens that arrive one by one and begin a text. */
    public StreamDecoder streamDecoder(boolean skipSpecial) {
        return streamDecoder(skipSpecial, new int[0]);
    }

    /**
     * A decoder for tokens that arrive one by one and go on from others.
     *
     * @param before what the tokens go on from: where decoding drops the space that begins a text, the first one keeps its
     *     own unless nothing that has a text stands before it
     */
    public StreamDecoder streamDecoder(boolean skipSpecial, int[] before) {
        return bytes == null
                ? new WindowStreamDecoder(
                        parsing, pieces, skipSpecial ? special.keySet() : Set.of(), skipSpecial, before)
                : new ByteStreamDecoder(bytes, skipSpecial ? special.keySet() : Set.of());
    }

    /** One more than the largest id. A model's embedding may have more rows, never fewer. */
    public int vocabularySize() {
        return vocabularySize;
    }

    /** The id of a vocabulary entry or added token by its exact spelling, or null. */
    public @Nullable Integer id(String token) {
        return ids.get(token);
    }

    /** Control tokens: their texts by id. */
    public Map<Integer, String> special() {
        return special;
    }

    /**
     * The bytes each token adds to a text.
     *
     * @throws TokenizerException when the tokenizer's decoder is of a kind that does not say
     */
    public TokenBytes tokenBytes() {
        if (bytes != null) {
            return TokenBytes.byteLevel(bytes, special.keySet());
        }
        if (!spacePieces) {
            throw new TokenizerException(source + ": the decoder is neither ByteLevel nor one that spells spaces as ▁; "
                    + "tokens of such a vocabulary have no bytes of their own");
        }
        return TokenBytes.pieces(ids, vocabularySize, special.keySet(), dropsFirstSpace());
    }

    /** Whether a piece that begins with a space loses it at the start of a text. */
    private boolean dropsFirstSpace() {
        return ids.entrySet().stream()
                .filter(entry -> entry.getKey().matches("▁\\p{Alpha}+"))
                .min(Map.Entry.comparingByValue())
                .map(entry -> !decode(new int[] {entry.getValue()}, false).startsWith(" "))
                .orElse(false);
    }

    private byte[][] byteTable() {
        byte[][] table = new byte[vocabularySize][0];
        ids.forEach((piece, id) -> table[id] = ByteAlphabet.bytes(piece));
        return table;
    }

    @Override
    public void close() {
        parsing.close();
        blind.close();
    }
}
