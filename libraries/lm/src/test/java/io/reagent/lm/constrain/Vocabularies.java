package io.reagent.lm.constrain;

import io.reagent.text.TokenBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Small vocabularies with every byte, some longer tokens, parts of characters, duplicates and tokens without text. */
final class Vocabularies {
    private Vocabularies() {}

    static TokenBytes small(long seed) {
        Random random = new Random(seed);
        List<byte[]> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            tokens.add(new byte[] {(byte) b});
        }
        String text =
                "{\"name\": \"漢字 😀é\\n\", \"score\": -12.5e+3, \"items\": [true, false, null]}, \"a\":\"\\u00e9\"} ab1aab";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(bytes.length - 1);
            int to = Math.min(bytes.length, from + 2 + random.nextInt(6));
            tokens.add(Arrays.copyOfRange(bytes, from, to));
        }
        for (int i = 0; i < 5; i++) {
            tokens.add(new byte[0]);
        }
        Collections.shuffle(tokens, random);
        return TokenBytes.of(tokens.toArray(byte[][]::new));
    }

    static Constraints constraints(TokenBytes tokens) {
        return new Constraints(() -> tokens);
    }

    static boolean matches(Grammar grammar, String text) {
        return grammar.matches(text.getBytes(StandardCharsets.UTF_8));
    }
}
