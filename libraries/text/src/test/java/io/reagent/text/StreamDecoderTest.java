package io.reagent.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDecoderTest {
    private static String joined(Tokenizer tokenizer, int[] ids, boolean skipSpecial) {
        StreamDecoder decoder = tokenizer.streamDecoder(skipSpecial);
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            String piece = decoder.next(id);
            assertThat(piece.isEmpty() || !Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                    .isTrue();
            text.append(piece);
        }
        return text.append(decoder.finish()).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen", "llama3", "sentencepiece"})
    void piecesJoinToTheFullTextForAnyTokens(String family) {
        Random random = new Random(11);
        try (Tokenizer tokenizer =
                Tokenizer.load(TokenizerTest.FIXTURES.resolve("text").resolve(family))) {
            for (int round = 0; round < 2_000; round++) {
                // few distinct tokens at times, so that runs, repeats and broken UTF-8 all come up
                int from = random.nextInt(tokenizer.vocabularySize());
                int to = Math.min(tokenizer.vocabularySize() + 3, from + 1 + random.nextInt(200));
                int[] ids = random.ints(random.nextInt(40), from, to).toArray();
                boolean skip = random.nextBoolean();
                assertThat(joined(tokenizer, ids, skip)).isEqualTo(tokenizer.decode(ids, skip));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen", "llama3", "sentencepiece"})
    void piecesJoinToTheFullTextForRealText(String family) {
        String text = "  Hello,  world 東京 👩‍👩‍👧 ünï\n\n\tx \u0000 \uFFFD\uFFFD end ";
        try (Tokenizer tokenizer =
                Tokenizer.load(TokenizerTest.FIXTURES.resolve("text").resolve(family))) {
            assertThat(joined(tokenizer, tokenizer.encode(text), true)).isEqualTo(text);
        }
    }

    private static String goneOn(Tokenizer tokenizer, int[] before, int[] after) {
        StreamDecoder decoder = tokenizer.streamDecoder(true, before);
        StringBuilder text = new StringBuilder();
        for (int id : after) {
            text.append(decoder.next(id));
        }
        return text.append(decoder.finish()).toString();
    }

    /** Words, spaces and characters of one to four bytes, in runs of their kind. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? " " : "");
        for (int run = random.nextInt(8); run >= 0; run--) {
            int first = new int[] {'a', ' ', 0xC0, 0x4E00, 0x1F600}[random.nextInt(5)];
            int kinds = first == ' ' ? 1 : 26;
            random.ints(1 + random.nextInt(5), first, first + kinds).forEach(text::appendCodePoint);
            text.append(random.nextInt(3) == 0 ? " the tool" : "");
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen", "llama3", "sentencepiece"})
    void textThatGoesOnFromOtherTextJoinsToTheWholeOfBoth(String family) {
        Random random = new Random(5);
        try (Tokenizer tokenizer =
                Tokenizer.load(TokenizerTest.FIXTURES.resolve("text").resolve(family))) {
            for (int round = 0; round < 100; round++) {
                int[] ids = tokenizer.encode(text(random));
                for (int cut = 0; cut <= ids.length; cut++) {
                    int[] before = Arrays.copyOf(ids, cut);
                    String begun = tokenizer.decode(before, true);
                    if (begun.endsWith("\uFFFD")) {
                        continue; // half a character is told by whoever told the rest of it
                    }
                    assertThat(begun + goneOn(tokenizer, before, Arrays.copyOfRange(ids, cut, ids.length)))
                            .as("cut at %d", cut)
                            .isEqualTo(tokenizer.decode(ids, true));
                }
            }
        }
    }

    @Test
    void whateverTokensGoOnFromWhateverOthersJoinToTheWholeOfBoth() {
        Random random = new Random(7);
        try (Tokenizer tokenizer = Tokenizer.load(TokenizerTest.FIXTURES.resolve("text/sentencepiece"))) {
            int size = tokenizer.vocabularySize() + 3;
            int space = tokenizer.id("▁");
            int bytes = tokenizer.id("<0x00>");
            for (int round = 0; round < 2_000; round++) {
                // control tokens, ids of no token and spaces often enough
                int[] ids = random.ints(random.nextInt(30), 0, size)
                        .map(id -> random.nextInt(4) == 0 ? space : random.nextInt(6) == 0 ? id % bytes : id)
                        .toArray();
                int cut = random.nextInt(ids.length + 1);
                int[] before = Arrays.copyOf(ids, cut);
                int[] after = Arrays.copyOfRange(ids, cut, ids.length);
                IntPredicate silent = id -> id < bytes || id >= tokenizer.vocabularySize();
                IntPredicate isByte = id -> id < bytes + 256;
                boolean within = IntStream.of(before).filter(silent.negate()).reduce((a, b) -> b).stream()
                                .anyMatch(isByte)
                        && IntStream.of(after).filter(silent.negate()).limit(1).anyMatch(isByte);
                if (!within) { // a run of bytes that goes on across the cut is another one
                    assertThat(tokenizer.decode(before, true) + goneOn(tokenizer, before, after))
                            .as("%s at %d", Arrays.toString(ids), cut)
                            .isEqualTo(tokenizer.decode(ids, true));
                }
            }
        }
    }

    @Test
    void theFirstWordBehindControlTokensAloneBeginsTheText() {
        try (Tokenizer tokenizer = Tokenizer.load(TokenizerTest.FIXTURES.resolve("text/sentencepiece"))) {
            int control = tokenizer.special().keySet().iterator().next();
            int[] word = tokenizer.encode("the");
            StreamDecoder decoder = tokenizer.streamDecoder(true, new int[] {control});
            assertThat(decoder.begins()).isTrue();
            assertThat(decoder.next(word[0])).doesNotStartWith(" ");
            assertThat(tokenizer.streamDecoder(true, word).begins()).isFalse();
        }
    }

    @Test
    void aCharacterIsHeldBackUntilItsLastByte() {
        try (Tokenizer tokenizer = Tokenizer.load(TokenizerTest.FIXTURES.resolve("text/qwen"))) {
            int[] ids = tokenizer.encode("👍a");
            StreamDecoder decoder = tokenizer.streamDecoder(true);
            assertThat(ids).hasSize(5);
            assertThat(new String[] {decoder.next(ids[0]), decoder.next(ids[1]), decoder.next(ids[2])})
                    .containsOnly("");
            assertThat(decoder.next(ids[3])).isEqualTo("👍");
            assertThat(decoder.next(ids[4])).isEqualTo("a");
        }
    }

    @Test
    void anUnfinishedCharacterEndsAsTheReplacementCharacter() {
        try (Tokenizer tokenizer = Tokenizer.load(TokenizerTest.FIXTURES.resolve("text/qwen"))) {
            int[] ids = tokenizer.encode("👍");
            StreamDecoder decoder = tokenizer.streamDecoder(true);
            assertThat(decoder.next(ids[0]) + decoder.next(ids[1])).isEmpty();
            assertThat(decoder.finish()).isEqualTo("\uFFFD");
            assertThat(decoder.next(tokenizer.encode("a")[0])).isEqualTo("a");
        }
    }
}
