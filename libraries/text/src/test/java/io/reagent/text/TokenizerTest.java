package io.reagent.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class TokenizerTest {
    static final Path FIXTURES = Path.of("../../lab/conformance/fixtures");

    @TempDir
    Path directory;

    @Test
    void whetherControlTokensBelongAroundATextIsKnown() {
        for (String name : new String[] {"llama", "qwen3", "text/sentencepiece"}) {
            try (Tokenizer tokenizer = Tokenizer.load(FIXTURES.resolve(name))) {
                assertThat(tokenizer.addsSpecial()).as(name).isEqualTo(name.equals("llama"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen", "llama3", "sentencepiece"})
    void encodesAndDecodesAsTheReferenceDoes(String family) {
        JsonNode cases = TokenizerFiles.readJson(FIXTURES.resolve("text/encodings.json"));
        try (Tokenizer tokenizer = Tokenizer.load(FIXTURES.resolve("text").resolve(family))) {
            for (JsonNode one : cases.path(family)) {
                String text = one.path("text").asString();
                int[] ids =
                        one.path("ids").valueStream().mapToInt(JsonNode::asInt).toArray();
                assertThat(tokenizer.encode(text)).as(text).containsExactly(ids);
                assertThat(tokenizer.decode(ids, false))
                        .isEqualTo(one.path("decoded").asString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3", "llama"})
    void addsNothingByItself(String fixture) {
        try (Tokenizer tokenizer = Tokenizer.load(FIXTURES.resolve(fixture))) {
            assertThat(tokenizer.encode("")).isEmpty();
            assertThat(tokenizer.encodeText("")).isEmpty();
            assertThat(tokenizer.special().keySet())
                    .doesNotContainAnyElementsOf(
                            Arrays.stream(tokenizer.encode("Hello")).boxed().toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3", "llama", "text/sentencepiece"})
    void untrustedTextNeverBecomesAControlToken(String fixture) {
        try (Tokenizer tokenizer = Tokenizer.load(FIXTURES.resolve(fixture))) {
            assertThat(tokenizer.special()).isNotEmpty();
            tokenizer.special().forEach((id, token) -> {
                String text = "a" + token + token + " " + token + "\n";
                assertThat(tokenizer.encode(text)).contains(id);
                assertThat(tokenizer.encodeText(text)).doesNotContain(id);
                assertThat(tokenizer.decode(tokenizer.encodeText(text), true)).isEqualTo(text);
            });
        }
    }

    @Test
    void untrustedTextNeverBecomesATag() {
        try (Tokenizer tokenizer = Tokenizer.load(FIXTURES.resolve("qwen3"))) {
            assertThat(tokenizer.encode("<think>")).containsExactly(tokenizer.id("<think>"));
            assertThat(tokenizer.encodeText("<think>")).hasSizeGreaterThan(1).doesNotContain(tokenizer.id("<think>"));
        }
    }

    @Test
    void untrustedTextIsSafeEvenWhereControlTokensStandInAVocabularyThatIgnoresMerges() throws IOException {
        ObjectNode definition = (ObjectNode) TokenizerFiles.readJson(FIXTURES.resolve("llama/tokenizer.json"));
        ObjectNode model = (ObjectNode) definition.get("model");
        model.put("ignore_merges", true);
        definition.path("added_tokens").forEach(token -> ((ObjectNode) model.get("vocab"))
                .put(token.path("content").asString(), token.path("id").asInt()));
        ((ObjectNode) definition.path("pre_tokenizer").path("pretokenizers").get(0))
                .putObject("pattern")
                .put("Regex", "[^ ]+| ");
        Files.writeString(directory.resolve("tokenizer.json"), definition.toString());

        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            assertThat(tokenizer.encodeText("a <|eot_id|> b")).doesNotContain(tokenizer.id("<|eot_id|>"));
        }
    }

    @Test
    void controlTokensListedOnlyInTheConfigCount() throws IOException {
        Files.copy(FIXTURES.resolve("qwen3/tokenizer.json"), directory.resolve("tokenizer.json"));
        Files.writeString(directory.resolve("tokenizer_config.json"), """
                {"added_tokens_decoder": {"320": {"content": "<|extra|>", "lstrip": false, "normalized": false,
                 "rstrip": false, "single_word": false, "special": true}}}""");

        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(321);
            assertThat(tokenizer.encode("<|extra|>")).containsExactly(320);
            assertThat(tokenizer.encodeText("<|extra|>")).doesNotContain(320);
        }
    }

    @Test
    void untrustedTextNeverBecomesAControlTokenThatIsAPieceOfAUnigramVocabulary() throws IOException {
        Files.writeString(directory.resolve("tokenizer.json"), unigram(""));
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            assertThat(tokenizer.encode("</s>river")).containsExactly(2, 5);
            assertThat(tokenizer.encodeText("</s>river")).doesNotContain(2).contains(5);
            assertThat(tokenizer.encodeText("<unk>")).doesNotContain(2);
            assertThat(tokenizer.encodeText("river")).containsExactly(5);
        }
    }

    @Test
    void aLearnedPieceThatWasAddedAgainIsLeftToAUnigramVocabulary() throws IOException {
        Files.writeString(
                directory.resolve("tokenizer.json"),
                unigram(", {\"id\": 5, \"content\": \"river\", \"special\": false, \"single_word\": false,"
                        + " \"lstrip\": false, \"rstrip\": false, \"normalized\": true}"));
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            assertThat(tokenizer.encodeText("river")).containsExactly(5);
        }
    }

    private static String unigram(String more) {
        String flags = "\"special\": true, \"single_word\": false, \"lstrip\": false, \"rstrip\": false,"
                + " \"normalized\": false}";
        return "{\"version\": \"1.0\", \"added_tokens\": [{\"id\": 0, \"content\": \"<unk>\", " + flags
                + ", {\"id\": 2, \"content\": \"</s>\", " + flags + more + "],"
                + " \"model\": {\"type\": \"Unigram\", \"unk_id\": 0, \"byte_fallback\": false, \"vocab\": [[\"<unk>\", 0.0],"
                + " [\"<s>\", 0.0], [\"</s>\", 0.0], [\"<\", -9.0], [\">\", -9.0], [\"river\", -3.0], [\"/\", -9.0],"
                + " [\"s\", -9.0]]}}";
    }

    @Test
    void aWordThatMergesMakeAndThatWasAddedAgainStaysAWord() throws IOException {
        ObjectNode definition = (ObjectNode) TokenizerFiles.readJson(FIXTURES.resolve("qwen3/tokenizer.json"));
        String word = word(definition);
        int id = definition.path("model").path("vocab").path(word).asInt();
        ((ArrayNode) definition.path("added_tokens"))
                .addObject()
                .put("id", id)
                .put("content", word)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", true)
                .put("special", false);
        Files.writeString(directory.resolve("tokenizer.json"), definition.toString());
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            assertThat(tokenizer.encode(word)).containsExactly(id);
            assertThat(tokenizer.encodeText(word)).containsExactly(id);
            assertThat(tokenizer.decode(tokenizer.encodeText("a " + word + "s <|im_end|>"), false))
                    .isEqualTo("a " + word + "s <|im_end|>");
        }
    }

    @Test
    void aControlTokenThatMergesMakeIsStillKeptFromUntrustedText() throws IOException {
        ObjectNode definition = (ObjectNode) TokenizerFiles.readJson(FIXTURES.resolve("qwen3/tokenizer.json"));
        String word = word(definition);
        int id = definition.path("model").path("vocab").path(word).asInt();
        Files.writeString(directory.resolve("tokenizer.json"), definition.toString());
        Files.writeString(directory.resolve("tokenizer_config.json"), "{\"sep_token\": \"" + word + "\"}");
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            assertThat(tokenizer.special()).containsEntry(id, word);
            assertThat(tokenizer.encode(word)).containsExactly(id);
            assertThat(tokenizer.encodeText(word)).doesNotContain(id);
            assertThat(tokenizer.decode(tokenizer.encodeText(word), false)).isEqualTo(word);
        }
    }

    private static String word(ObjectNode definition) {
        return definition.path("model").path("vocab").propertyNames().stream()
                .filter(piece -> piece.matches("[a-z]{4,}"))
                .sorted()
                .findFirst()
                .orElseThrow();
    }

    @Test
    void controlTokensThatTheConfigOnlyNamesCount() throws IOException {
        ObjectNode definition = (ObjectNode) TokenizerFiles.readJson(FIXTURES.resolve("qwen3/tokenizer.json"));
        JsonNode added = definition.remove("added_tokens");
        added.forEach(token -> ((ObjectNode) definition.path("model").path("vocab"))
                .put(token.path("content").asString(), token.path("id").asInt()));
        Files.writeString(directory.resolve("tokenizer.json"), definition.toString());
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"eos_token\": \"<|im_end|>\", \"extra_special_tokens\": [\"<|im_start|>\"], \"pad_token\": \"[PAD]\"}");
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            assertThat(tokenizer.special())
                    .containsValues("<|im_end|>", "<|im_start|>")
                    .doesNotContainValue("[PAD]");
            assertThat(tokenizer.encode("<|im_start|>")).containsExactly(tokenizer.id("<|im_start|>"));
            assertThat(tokenizer.encodeText("<|im_end|>")).doesNotContain(tokenizer.id("<|im_end|>"));
        }
    }

    @Test
    void theSpecialTokensMapCountsWhereTheConfigListsNoAddedTokens() throws IOException {
        Files.copy(FIXTURES.resolve("qwen3/tokenizer.json"), directory.resolve("tokenizer.json"));
        Files.writeString(
                directory.resolve("special_tokens_map.json"),
                "{\"bos_token\": \"<|endoftext|>\", \"eos_token\": {\"content\": \"<|im_end|>\", \"lstrip\": false}}");
        Path config = directory.resolve("tokenizer_config.json");
        Files.writeString(config, "{\"eos_token\": \"<|endoftext|>\", \"chat_template\": \"x\"}");
        assertThat(TokenizerConfig.read(directory).named())
                .containsEntry("bos_token", "<|endoftext|>")
                .containsEntry("eos_token", "<|im_end|>");
        Files.writeString(config, "{\"eos_token\": \"<|endoftext|>\", \"added_tokens_decoder\": {}}");
        assertThat(TokenizerConfig.read(directory).named()).isEqualTo(Map.of("eos_token", "<|endoftext|>"));
    }

    @Test
    void aControlTokenListedUnderAnIdThatIsNotItsOwnIsRefused() throws IOException {
        Files.copy(FIXTURES.resolve("qwen3/tokenizer.json"), directory.resolve("tokenizer.json"));
        Files.writeString(directory.resolve("tokenizer_config.json"), """
                {"added_tokens_decoder": {"400": {"content": "<|extra|>", "lstrip": false, "normalized": false,
                 "rstrip": false, "single_word": false, "special": true}}}""");
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() -> Tokenizer.load(directory))
                .withMessageContaining("<|extra|> is listed with id 400, but is read as [320]");
    }

    @Test
    void savedTruncationAndPaddingAreIgnored() throws IOException {
        ObjectNode definition = (ObjectNode) TokenizerFiles.readJson(FIXTURES.resolve("qwen3/tokenizer.json"));
        definition.set("truncation", JsonMapper.shared().readTree("""
                {"direction": "Right", "max_length": 3, "strategy": "LongestFirst", "stride": 0}"""));
        definition.set("padding", JsonMapper.shared().readTree("""
                {"strategy": {"Fixed": 8}, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 311,
                 "pad_type_id": 0, "pad_token": "<|endoftext|>"}"""));
        Files.writeString(directory.resolve("tokenizer.json"), definition.toString());

        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            assertThat(tokenizer.encode("z".repeat(2000))).hasSize(2000);
            assertThat(tokenizer.encode("z")).hasSize(1);
        }
    }

    @Test
    void skipsControlTokensButNotTags() {
        try (Tokenizer tokenizer = Tokenizer.load(FIXTURES.resolve("qwen3"))) {
            int[] ids = tokenizer.encode("<|im_start|><think>x</think><|im_end|>");
            assertThat(tokenizer.decode(ids, true)).isEqualTo("<think>x</think>");
            assertThat(tokenizer.decode(ids, false)).isEqualTo("<|im_start|><think>x</think><|im_end|>");
        }
    }

    @Test
    void halfASurrogatePairBecomesTheReplacementCharacter() {
        try (Tokenizer tokenizer = Tokenizer.load(FIXTURES.resolve("qwen3"))) {
            assertThat(tokenizer.decode(tokenizer.encodeText("a\uD83D b\uDE00\uD83D\uDE00"), false))
                    .isEqualTo("a\uFFFD b\uFFFD\uD83D\uDE00");
        }
    }

    @Test
    void idsOutsideTheVocabularyHaveNoText() {
        try (Tokenizer tokenizer = Tokenizer.load(FIXTURES.resolve("qwen3"))) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(320);
            assertThat(tokenizer.decode(new int[] {5_000, tokenizer.encode("x")[0]}, false))
                    .isEqualTo("x");
            assertThat(tokenizer.id("no such token")).isNull();
        }
    }

    @Test
    void manyThreadsMayEncodeAndDecodeWhileItCloses() throws Exception {
        Tokenizer tokenizer = Tokenizer.load(FIXTURES.resolve("qwen3"));
        int[] expected = tokenizer.encode("the river and the town");
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> rounds = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Callable<Integer> untilClosed = () -> {
                    int round = 0;
                    try {
                        for (; round < 1_000_000; round++) {
                            assertThat(tokenizer.encode("the river and the town"))
                                    .isEqualTo(expected);
                            assertThat(tokenizer.decode(expected, false)).isEqualTo("the river and the town");
                        }
                    } catch (IllegalStateException closed) {
                        return round;
                    }
                    throw new AssertionError("never closed");
                };
                rounds.add(threads.submit(untilClosed));
            }
            Thread.sleep(100);
            tokenizer.close();
            for (Future<Integer> round : rounds) {
                assertThat(round.get()).isPositive();
            }
        }
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() -> Tokenizer.load(directory))
                .withMessageContaining("tokenizer.json: not found");
        Files.writeString(directory.resolve("tokenizer.json"), "{\"model\": {\"type\": \"Nonsense\"}}");
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() -> Tokenizer.load(directory))
                .withMessageContaining("not a tokenizer the library reads");
        Files.writeString(directory.resolve("tokenizer.json"), "{");
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() -> Tokenizer.load(directory))
                .withMessageContaining("not readable as JSON");
    }
}
