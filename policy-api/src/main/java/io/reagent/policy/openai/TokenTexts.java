package io.reagent.policy.openai;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.reagent.text.TokenBytes;
import io.reagent.text.Tokenizer;
import io.reagent.text.TokenizerException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The text of single tokens, as logprobs show it.
 *
 * @param asIds whether tokens are named by their ids, which no two share
 */
record TokenTexts(Tokenizer tokenizer, Optional<TokenBytes> bytes, boolean asIds) {
    /** A vocabulary is taken apart once. */
    private static final LoadingCache<Tokenizer, Optional<TokenBytes>> KNOWN =
            Caffeine.newBuilder().weakKeys().build(TokenTexts::read);

    private static final HexFormat ESCAPES = HexFormat.of().withPrefix("\\x");

    static TokenTexts of(Tokenizer tokenizer, boolean asIds) {
        return new TokenTexts(tokenizer, KNOWN.get(tokenizer), asIds);
    }

    private static Optional<TokenBytes> read(Tokenizer tokenizer) {
        try {
            return Optional.of(tokenizer.tokenBytes());
        } catch (TokenizerException hasNone) {
            return Optional.empty();
        }
    }

    /** The token's bytes in UTF-8; of a control token its name, of an id without text none. */
    byte[] bytes(int id) {
        String control = tokenizer.special().get(id);
        if (control != null) {
            return control.getBytes(StandardCharsets.UTF_8);
        }
        if (bytes.isEmpty()) {
            return tokenizer.decode(new int[] {id}, false).getBytes(StandardCharsets.UTF_8);
        }
        return id < bytes.get().size() ? bytes.get().bytes(id) : new byte[0];
    }

    /** How many characters begin in a token: a character of several tokens counts where it begins. */
    int characters(int id) {
        int begun = 0;
        for (byte b : bytes(id)) {
            begun += (b & 0xC0) == 0x80 ? 0 : 1;
        }
        return begun;
    }

    /**
     * The token's text; of a part of a character its bytes as {@code bytes:\xe2\x82}, which is how OpenAI writes them. By
     * ids it is {@code token_id:7}, as vLLM writes it.
     */
    String text(int id) {
        if (asIds) {
            return "token_id:" + id;
        }
        byte[] utf8 = bytes(id);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException part) {
            return "bytes:" + ESCAPES.formatHex(utf8);
        }
    }
}
