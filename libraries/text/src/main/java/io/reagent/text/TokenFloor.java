package io.reagent.text;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * The fewest tokens that a text can have, found by counting its characters: no token spells more letters, digits, white
 * space, signs or characters outside ASCII than the one of the vocabulary that spells most of them. Never above the
 * true number; 0 for every text where a tokenizer may drop or fold characters, so that their number says nothing.
 */
final class TokenFloor {
    private static final int LETTER = 0;
    private static final int DIGIT = 1;
    private static final int SPACE = 2;
    private static final int SIGN = 3;
    private static final int OTHER = 4;
    private static final int KINDS = 5;

    private static final int BYTES = 256;
    private static final int FIRST_LEAD_BYTE = 0xC0;
    private static final char PIECE_SPACE = '▁';
    private static final Set<String> BYTE_PIECES =
            IntStream.range(0, BYTES).mapToObj("<0x%02X>"::formatted).collect(Collectors.toUnmodifiableSet());

    private final int[] most;
    private final boolean composes;

    private TokenFloor(int[] most, boolean composes) {
        this.most = most;
        this.composes = composes;
    }

    /**
     * @param definition the whole tokenizer.json
     * @param pieces the whole vocabulary
     * @param added those of it that stand outside the merges
     * @param byteLevel whether the others are spelled in the alphabet of bytes
     */
    static TokenFloor of(JsonNode definition, Set<String> pieces, Set<String> added, boolean byteLevel) {
        int[] most = new int[KINDS];
        if (keepsEverything(definition)) {
            for (String piece : pieces) {
                count(byteLevel ? ByteAlphabet.bytes(piece) : TokenBytes.bytes(piece), most);
            }
            for (String token : added) {
                count(token.getBytes(StandardCharsets.UTF_8), most);
            }
        }
        return new TokenFloor(most, definition.path("normalizer").toString().contains("NFC"));
    }

    int fewest(String text) {
        if (Arrays.stream(most).allMatch(one -> one == 0)) {
            return 0;
        }
        int[] counts = new int[KINDS];
        // a letter and its accent may become one character
        String composed = composes ? Normalizer.normalize(text, Normalizer.Form.NFC) : text;
        int c;
        for (int i = 0; i < composed.length(); i += Character.charCount(c)) {
            c = composed.codePointAt(i);
            // a vocabulary may write it where the text has a space
            if (c != PIECE_SPACE) {
                counts[c < 0x80 ? kind(c) : OTHER]++;
            }
        }
        int fewest = 0;
        for (int kind = 0; kind < KINDS; kind++) {
            if (most[kind] > 0) {
                fewest = Math.max(fewest, Math.ceilDiv(counts[kind], most[kind]));
            }
        }
        return fewest;
    }

    private static void count(byte[] token, int[] most) {
        int[] counts = new int[KINDS];
        for (byte signed : token) {
            int b = signed & 0xFF;
            if (b < 0x80) {
                counts[kind(b)]++;
            } else if (b >= FIRST_LEAD_BYTE) {
                counts[OTHER]++;
            }
        }
        for (int kind = 0; kind < KINDS; kind++) {
            most[kind] = Math.max(most[kind], counts[kind]);
        }
    }

    private static int kind(int ascii) {
        if (ascii >= '0' && ascii <= '9') {
            return DIGIT;
        }
        if (ascii >= 'a' && ascii <= 'z' || ascii >= 'A' && ascii <= 'Z') {
            return LETTER;
        }
        return ascii == ' ' || ascii >= '\t' && ascii <= '\r' ? SPACE : SIGN;
    }

    private static boolean keepsEverything(JsonNode definition) {
        return keeps(definition.path("normalizer"))
                && keeps(definition.path("pre_tokenizer"))
                && hasAllBytes(definition)
                && definition
                        .path("added_tokens")
                        .valueStream()
                        .noneMatch(token -> token.path("lstrip").asBoolean(false)
                                || token.path("rstrip").asBoolean(false));
    }

    /** Whether a normalizer or a pre-tokenizer leaves out no character; one that is not known here may. */
    private static boolean keeps(JsonNode step) {
        if (step.isMissingNode() || step.isNull()) {
            return true;
        }
        return switch (step.path("type").asString("")) {
            case "NFC", "Prepend", "ByteLevel", "Metaspace", "Digits" -> true;
            case "Split", "Punctuation" -> !step.path("behavior").asString("").equals("Removed");
            case "Replace" ->
                step.path("pattern").path("String").asString("").equals(" ")
                        && step.path("content").asString("").equals(String.valueOf(PIECE_SPACE));
            case "Sequence" ->
                step.path("normalizers").valueStream().allMatch(TokenFloor::keeps)
                        && step.path("pretokenizers").valueStream().allMatch(TokenFloor::keeps);
            default -> false;
        };
    }

    /** Whether there is a token for every byte: else one token may stand for many unknown characters, or none. */
    private static boolean hasAllBytes(JsonNode definition) {
        JsonNode model = definition.path("model");
        JsonNode vocabulary = model.path("vocab");
        boolean byteLevel = definition.path("pre_tokenizer").toString().contains("\"ByteLevel\"")
                && model.path("type").asString("BPE").equals("BPE");
        if (byteLevel) {
            for (int b = 0; b < BYTES; b++) {
                if (!vocabulary.has(String.valueOf(ByteAlphabet.character(b)))) {
                    return false;
                }
            }
            return true;
        }
        return model.path("byte_fallback").asBoolean(false)
                && pieces(vocabulary).containsAll(BYTE_PIECES);
    }

    private static Set<String> pieces(JsonNode vocabulary) {
        return vocabulary.isArray()
                ? vocabulary
                        .valueStream()
                        .map(piece -> piece.path(0).asString(""))
                        .collect(Collectors.toSet())
                : Set.copyOf(vocabulary.propertyNames());
    }
}
