package io.reagent.text;

/**
 * Decodes tokens one by one. Never gives half a character, and the pieces joined are exactly what decoding all tokens at
 * once gives. Not thread-safe.
 */
public sealed interface StreamDecoder permits ByteStreamDecoder, WindowStreamDecoder {
    /** The text that is settled with this token, often empty. */
    String next(int id);

    /** Whether the next token begins a text, so that its first space is dropped where the vocabulary's kind has it so. */
    boolean begins();

    /** The text still pending when no more tokens come; bytes of an unfinished character become U+FFFD. */
    String finish();
}
