package io.reagent.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class TokenFloorTest {
    private static final List<String> PIECES = List.of(
            "a",
            "Zz",
            " the",
            "         ",
            "\t",
            "\n\n\n",
            "0",
            "2026",
            "=",
            "-----------",
            "}};",
            "é",
            "e\u0301",
            "ü",
            "中文",
            "▁",
            "▁▁▁",
            "😀",
            "\uD83D",
            "\u0338",
            "क्षि",
            "<|im_end|>",
            "</s>",
            "<0x0A>",
            "\0");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"qwen3", "llama", "text/qwen", "text/llama3", "text/sentencepiece"})
    void isNeverAboveTheTruth(String family) {
        Random random = new Random(7);
        try (Tokenizer tokenizer = Tokenizer.load(TokenizerTest.FIXTURES.resolve(family))) {
            for (int i = 0; i < 2000; i++) {
                StringBuilder text = new StringBuilder("x");
                int runs = 1 + random.nextInt(4);
                for (int run = 0; run < runs; run++) {
                    text.append(PIECES.get(random.nextInt(PIECES.size())).repeat(1 + random.nextInt(40)));
                }
                int fewest = tokenizer.fewestTokens(text.toString());
                assertThat(fewest).as(text.toString()).isPositive();
                assertThat(tokenizer.encode(text.toString()))
                        .as(text.toString())
                        .hasSizeGreaterThanOrEqualTo(fewest);
                assertThat(tokenizer.encodeText(text.toString()))
                        .as(text.toString())
                        .hasSizeGreaterThanOrEqualTo(fewest);
            }
        }
    }

    @Test
    void refusesWhatCannotFitInNoTime() {
        try (Tokenizer tokenizer = Tokenizer.load(TokenizerTest.FIXTURES.resolve("qwen3"))) {
            String endless = "a ".repeat(7_300_000);
            long start = System.nanoTime();
            assertThatExceptionOfType(TextTooLongException.class)
                    .isThrownBy(() -> tokenizer.refuseLonger(endless, 40_960))
                    .satisfies(refused -> assertThat(refused.fewestTokens()).isGreaterThan(40_960));
            assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
            tokenizer.refuseLonger("a ".repeat(1000), 40_960);
        }
    }

    /** One unknown word of any length is one token there. */
    @ParameterizedTest
    @ValueSource(strings = {"normalizer", "pre_tokenizer", "added_tokens", "vocab"})
    void saysNothingWhereCharactersMayVanish(String part) throws IOException {
        ObjectNode definition =
                (ObjectNode) TokenizerFiles.readJson(TokenizerTest.FIXTURES.resolve("qwen3/tokenizer.json"));
        switch (part) {
            case "normalizer" -> definition.putObject(part).put("type", "NFKC");
            case "pre_tokenizer" -> definition.putObject(part).put("type", "WhitespaceSplit");
            case "added_tokens" -> ((ObjectNode) definition.path(part).get(0)).put("rstrip", true);
            default -> {
                ObjectNode vocabulary = (ObjectNode) definition.path("model").path(part);
                vocabulary.set("ÿÿÿ", vocabulary.remove("ÿ"));
            }
        }
        Files.writeString(directory.resolve("tokenizer.json"), definition.toString());
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            assertThat(tokenizer.fewestTokens("word ".repeat(1000))).isZero();
        }
    }
}
