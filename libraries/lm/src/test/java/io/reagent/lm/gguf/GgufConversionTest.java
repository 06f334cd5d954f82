package io.reagent.lm.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.lm.checkpoint.CheckpointException;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.ModelConfig;
import io.reagent.lm.checkpoint.RopeScaling;
import io.reagent.lm.checkpoint.Safetensors;
import io.reagent.text.EndTokens;
import io.reagent.text.Tokenizer;
import io.reagent.text.TokenizerConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models that went into GGUF files come out as they were. */
class GgufConversionTest {
    private static final Path FIXTURES = Path.of("../../lab/conformance/fixtures");
    private static final List<String> TEXTS = List.of(
            "Hello, world! It's 12345 o'clock.\n\n  Two  spaces\tand a tab",
            "naïve café e\u0301 \u4f60\u597d \ud83d\ude00 don't",
            "<|im_start|>user\nhi<|im_end|>");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2", "qwen3"})
    void configuration_weights_and_tokens_are_those_of_the_directory_it_was_made_of(String name) throws IOException {
        Path original = FIXTURES.resolve(name);
        Path converted = directory.resolve("converted");
        GgufConversion.convert(gguf(name), converted, null);

        ModelConfig expected = ModelConfig.read(original);
        ModelConfig config = ModelConfig.read(converted);
        assertThat(config)
                .usingRecursiveComparison()
                .ignoringFields("rope.scaling")
                .isEqualTo(expected);
        // the file has Llama 3's factors for the length that is published, and the fixture is of another one
        assertThat(config.rope().scaling())
                .isEqualTo(
                        name.equals("llama")
                                ? new RopeScaling.Llama3(8, 1, 4, 8192)
                                : expected.rope().scaling());
        assertThat(EndTokens.read(converted)).isEqualTo(EndTokens.read(original));

        Map<String, Safetensors.Entry> ours = Safetensors.open(converted).entries();
        Map<String, Safetensors.Entry> theirs = Safetensors.open(original).entries();
        assertThat(ours.keySet()).containsExactlyInAnyOrderElementsOf(theirs.keySet());
        for (Map.Entry<String, Safetensors.Entry> entry : theirs.entrySet()) {
            Safetensors.Entry one = ours.get(entry.getKey());
            assertThat(one.shape())
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().shape());
            assertThat(one.type()).isEqualTo(entry.getValue().type());
            assertThat(bytes(one)).as(entry.getKey()).isEqualTo(bytes(entry.getValue()));
        }
        try (Tokenizer own = Tokenizer.load(converted);
                Tokenizer source = Tokenizer.load(original)) {
            for (String text : TEXTS) {
                assertThat(own.encode(text)).as(text).isEqualTo(source.encode(text));
            }
        }
        assertThat(TokenizerConfig.read(converted).chatTemplates())
                .isEqualTo(TokenizerConfig.read(original).chatTemplates());
    }

    @Test
    void control_tokens_that_come_first_keep_their_ids() throws IOException {
        Path converted = directory.resolve("converted");
        GgufConversion.convert(gguf("smollm"), converted, null);
        try (Tokenizer tokenizer = Tokenizer.load(converted)) {
            JsonMapper.shared()
                    .readTree(FIXTURES.resolve("gguf/smollm.json").toFile())
                    .forEachEntry((text, ids) -> assertThat(tokenizer.encode(text))
                            .as(text)
                            .containsExactly(
                                    ids.valueStream().mapToInt(JsonNode::asInt).toArray()));
        }
    }

    @Test
    void weights_are_written_in_the_type_that_is_asked_for() throws IOException {
        Path converted = directory.resolve("converted");
        GgufConversion.convert(gguf("qwen3"), converted, ElementType.BF16);
        assertThat(Safetensors.open(converted).entries().values()).allMatch(entry -> entry.type() == ElementType.BF16);
        assertThat(Files.readString(converted.resolve("config.json"))).contains("\"bfloat16\"");
    }

    @Test
    void a_file_that_ends_anywhere_is_refused_and_an_old_directory_stands() throws IOException {
        byte[] whole = Files.readAllBytes(gguf("qwen2"));
        Path target = directory.resolve("old");
        Files.createDirectories(target);
        Files.writeString(target.resolve("kept"), "kept");
        for (int length = 0; length < whole.length; length += 1 + length / 3) {
            Path cut = Files.write(directory.resolve("cut.gguf"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> GgufConversion.convert(cut, target, null))
                    .as("cut at %d", length)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("cut.gguf");
        }
        assertThat(target.resolve("kept")).exists();
        assertThat(Files.list(directory).map(path -> path.getFileName().toString()))
                .containsExactlyInAnyOrder("cut.gguf", "old");
    }

    @Test
    void what_is_not_read_is_refused_by_name() throws IOException {
        assertThatThrownBy(() -> converted("qwen2", "general.architecture", "qwen2", "gemm3"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "general.architecture is 'gemm3', which is not supported; expected llama, qwen2 or");
        assertThatThrownBy(() -> converted("qwen2", "tokenizer.ggml.pre", "qwen2", "grok2"))
                .hasMessageContaining("tokenizer.ggml.pre is 'grok2', which is not supported");
        assertThatThrownBy(() -> converted("qwen2", "tokenizer.ggml.model", "gpt2", "bert"))
                .hasMessageContaining("tokenizer.ggml.model is 'bert', which is not supported");
        assertThatThrownBy(() -> converted("qwen3", "", "blk.0.attn_q_norm.weight", "blk.0.attn_x_norm.weight"))
                .hasMessageContaining("tensor blk.0.attn_x_norm.weight has no place in a model of the family qwen3");
        assertThatThrownBy(() -> converted("qwen3", "", "token_embd.weight", "token_embx.weight"))
                .hasMessageContaining("tensor token_embd.weight is missing");
        assertThatThrownBy(() -> converted("qwen3", "", "GGUF", "GGML")).hasMessageContaining("is no GGUF file");
    }

    @Test
    void whatAHostileFileClaimsIsNotBelieved() throws IOException {
        // lists in lists, each of one: a stack would end before the file does
        hostile(1, file -> {
            text(file, "k").putInt(9);
            for (int depth = 0; depth < 20_000; depth++) {
                file.putInt(9).putLong(1);
            }
        });
        assertThat(refusal()).contains("k is a list of lists");
        hostile(1, file -> text(file, "k").putInt(9).putInt(4).putLong(1L << 40));
        assertThat(refusal()).contains("the length of k is 1099511627776, more than the file can hold");
        hostile(0, file -> text(file, "t")
                .putInt(3)
                .putLong(1 << 30)
                .putLong(1 << 30)
                .putLong(4)
                .putInt(0)
                .putLong(0));
        assertThat(refusal()).contains("tensor t has more than 4294967296 numbers");
        hostile(2, file -> {
            text(file, "split.count").putInt(4).putInt(1);
            text(file, "tokenizer.ggml.bos_token_id").putInt(10).putLong(1L << 40);
            text(file, "x").putInt(1).putLong(4).putInt(0).putLong(0);
        });
        assertThat(refusal()).contains("does not lie within the file");
    }

    private String refusal() {
        return assertThatThrownBy(() ->
                        GgufConversion.convert(directory.resolve("hostile.gguf"), directory.resolve("converted"), null))
                .isInstanceOf(CheckpointException.class)
                .actual()
                .getMessage();
    }

    /** A file with so many keys, and one tensor where it has others than one. */
    private void hostile(int keys, Consumer<ByteBuffer> rest) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(1 << 19).order(ByteOrder.LITTLE_ENDIAN);
        file.put("GGUF".getBytes(StandardCharsets.UTF_8))
                .putInt(3)
                .putLong(keys == 1 ? 0 : 1)
                .putLong(keys);
        rest.accept(file);
        Files.write(directory.resolve("hostile.gguf"), Arrays.copyOf(file.array(), file.position()));
    }

    private static ByteBuffer text(ByteBuffer file, String text) {
        return file.putLong(text.length()).put(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Converts a file in which, from a key on, a text is another one of the same length. */
    private void converted(String name, String key, String old, String other) throws IOException {
        byte[] bytes = Files.readAllBytes(gguf(name));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(old, text.indexOf(key) + key.length());
        byte[] replacement = other.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(replacement, 0, bytes, at, replacement.length);
        GgufConversion.convert(
                Files.write(directory.resolve("other.gguf"), bytes), directory.resolve("converted"), null);
    }

    private static Path gguf(String name) {
        return FIXTURES.resolve("gguf").resolve(name + ".gguf");
    }

    private static byte[] bytes(Safetensors.Entry entry) throws IOException {
        byte[] file = Files.readAllBytes(entry.file());
        return Arrays.copyOfRange(file, (int) entry.offset(), (int) (entry.offset() + entry.length()));
    }
}
