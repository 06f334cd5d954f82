package io.reagent.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
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

    @ParameterizedTest
    @ValueSource(strings = {"qwen", "llama3", "sentencepiece"})
    void textThatGoesOnFromOtherTextJoinsToTheWholeOfBoth(String family) {
        try (Tokenizer tokenizer =
                Tokenizer.load(TokenizerTest.FIXTURES.resolve("text").resolve(family))) {
            int[] ids = tokenizer.encode("The policy is not found. Tools are called, and the answer is 42: über 東京.");
            for (int cut = 0; cut <= ids.length; cut++) {
                int[] before = Arrays.copyOf(ids, cut);
                int[] after = Arrays.copyOfRange(ids, cut, ids.length);
                String begun = tokenizer.decode(before, true);
                if (begun.endsWith("\uFFFD")) {
                    continue; // half a character is told by whoever told the rest of it
                }
                StreamDecoder decoder = tokenizer.streamDecoder(true, before);
                StringBuilder text = new StringBuilder(begun);
                for (int id : after) {
                    text.append(decoder.next(id));
                }
                assertThat(text.append(decoder.finish()).toString())
                        .as("cut at %d", cut)
                        .isEqualTo(tokenizer.decode(ids, true));
            }
        }
    }

    @Test
    void theFirstWordBehindControlTokensAloneBeginsTheText() {
        try (Tokenizer tokenizer = Tokenizer.load(TokenizerTest.FIXTURES.resolve("text/sentencepiece"))) {
            int control = tokenizer.special().keySet().iterator().next();
            int[] word = tokenizer.encode("the");
            StreamDecoder decoder = tokenizer.streamDecoder(true, new int[] {control});
            assertThat(decoder.next(word[0])).doesNotStartWith(" ");
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
