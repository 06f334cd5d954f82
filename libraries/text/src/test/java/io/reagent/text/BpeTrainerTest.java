package io.reagent.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BpeTrainerTest {
    private static final List<AddedToken> ADDED =
            List.of(AddedToken.special("<|end|>"), AddedToken.special("<|start|>"), AddedToken.tag("<think>"));

    private static final JsonNode REFERENCE =
            TokenizerFiles.readJson(Path.of("../../lab/conformance/fixtures/text/bpe-training.json"));
    private static final List<String> TEXTS =
            REFERENCE.path("texts").valueStream().map(JsonNode::asString).toList();

    @TempDir
    Path directory;

    @Test
    void learnsTheMergesOfTheReferenceTrainer() {
        BpeVocabulary trained =
                BpeTrainer.train(TEXTS, REFERENCE.path("vocabulary_size").asInt(), List.of());

        List<BpeVocabulary.Merge> expected = REFERENCE
                .path("merges")
                .valueStream()
                .map(m -> new BpeVocabulary.Merge(m.get(0).asString(), m.get(1).asString()))
                .toList();
        assertThat(trained.merges()).hasSizeGreaterThan(300).isEqualTo(expected);
    }

    @Test
    void theLibraryAppliesTheMergesInTheOrderTheyWereLearned() {
        BpeVocabulary trained = BpeTrainer.train(TEXTS, 600, ADDED);
        trained.save(directory, TokenizerConfig.of("<|end|>", "<|end|>", null));

        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            for (String word : List.of(" searches", " kobari", "shishilo", " agent", "\n\n", "东v", " ", "7")) {
                assertThat(tokenizer.encode(word)).as(word).containsExactly(applyMerges(trained, word));
            }
        }
    }

    @Test
    void anyTextComesBackUnchanged() {
        BpeTrainer.train(TEXTS, 600, ADDED).save(directory, TokenizerConfig.of("<|end|>", "<|end|>", null));

        Random random = new Random(3);
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            for (int round = 0; round < 200; round++) {
                // assigned, not composed: what normalisation leaves alone
                String text = random.ints(random.nextInt(60), 0, 0x3000)
                        .map(c -> c < 0x1000 ? c % 0x80 : 0x4E00 + c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .append("🙂<|end|>")
                        .toString();
                assertThat(tokenizer.decode(tokenizer.encode(text), false)).isEqualTo(text);
                assertThat(tokenizer.decode(tokenizer.encodeText(text), true)).isEqualTo(text);
            }
        }
    }

    @Test
    void addedTokensComeLastAndAreNotLearnedFrom() {
        List<String> texts = new ArrayList<>(TEXTS);
        texts.addAll(Collections.nCopies(1000, "<|start|><think>"));

        BpeVocabulary trained = BpeTrainer.train(texts, 512, ADDED);
        trained.save(directory, TokenizerConfig.of("<|end|>", "<|end|>", null));

        assertThat(trained.size()).isEqualTo(512);
        assertThat(trained.merges())
                .isEqualTo(BpeTrainer.train(TEXTS, 512, ADDED).merges());
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(512);
            assertThat(tokenizer.encode("<|start|><think><|end|>")).containsExactly(510, 511, 509);
        }
    }

    @Test
    void stopsEarlyWhenNothingRepeats() {
        assertThat(BpeTrainer.train(List.of("abab", "xy"), 1000, List.of()).size())
                .isEqualTo(257);
    }

    @Test
    void refusesAVocabularySmallerThanTheBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BpeTrainer.train(TEXTS, 258, ADDED))
                .withMessageContaining("at least 256 + 3");
    }

    @Test
    void refusesANamedTokenThatWasNotAdded() {
        BpeVocabulary trained = BpeTrainer.train(TEXTS, 300, ADDED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trained.save(directory, TokenizerConfig.of("</s>", "<|end|>", null)))
                .withMessageContaining("eos_token is </s>");
    }

    /** Textbook BPE over one word: always the earliest learned merge among the neighbours. */
    private static int[] applyMerges(BpeVocabulary vocabulary, String word) {
        Map<String, Integer> ranks = new HashMap<>();
        vocabulary.merges().forEach(m -> ranks.put(m.left() + " " + m.right(), ranks.size()));
        List<String> pieces = new ArrayList<>();
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            pieces.add(String.valueOf(ByteAlphabet.character(Byte.toUnsignedInt(b))));
        }
        while (true) {
            List<String> now = pieces;
            Integer best = IntStream.range(0, pieces.size() - 1)
                    .boxed()
                    .filter(i -> ranks.containsKey(now.get(i) + " " + now.get(i + 1)))
                    .min(Comparator.comparing(i -> ranks.get(now.get(i) + " " + now.get(i + 1))))
                    .orElse(null);
            if (best == null) {
                return pieces.stream().mapToInt(vocabulary.pieces()::indexOf).toArray();
            }
            pieces.set(best, pieces.get(best) + pieces.remove(best + 1));
        }
    }
}
