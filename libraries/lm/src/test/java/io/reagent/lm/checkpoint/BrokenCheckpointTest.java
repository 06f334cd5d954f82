package io.reagent.lm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.reagent.lm.Fixture;
import io.reagent.lm.Tensors;
import io.reagent.lm.decoder.Decoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenCheckpointTest {
    @TempDir
    private Path directory;

    private final Path good = Fixture.named("qwen3").directory();

    @BeforeEach
    void copyGoodCheckpoint() throws IOException {
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(good.resolve(file), directory.resolve(file));
        }
    }

    @Test
    void a_directory_without_weights_says_which_files_it_looked_for() throws IOException {
        Files.delete(directory.resolve("model.safetensors"));
        assertRefused("model.safetensors.index.json");
    }

    @Test
    void a_truncated_file_names_the_first_tensor_that_is_cut() throws IOException {
        byte[] whole = Files.readAllBytes(directory.resolve("model.safetensors"));
        Files.write(directory.resolve("model.safetensors"), Arrays.copyOf(whole, whole.length - 10));
        assertRefused("truncated");
    }

    @Test
    void a_file_that_is_no_safetensors_is_not_read_as_one() throws IOException {
        Files.writeString(directory.resolve("model.safetensors"), "<html>not found</html>");
        assertRefused("not a safetensors file");
    }

    @Test
    void a_missing_tensor_is_named_with_its_shape() throws IOException {
        rewrite(tensors -> tensors.stream()
                .filter(tensor -> !tensor.name().equals("model.layers.1.mlp.up_proj.weight"))
                .toList());
        assertRefused("model.layers.1.mlp.up_proj.weight is missing; expected shape [");
    }

    @Test
    void a_tensor_of_another_shape_is_named_with_both() throws IOException {
        rewrite(tensors -> {
            List<SafetensorsWriter.Tensor> changed = new ArrayList<>(tensors);
            changed.removeIf(tensor -> tensor.name().equals("model.norm.weight"));
            changed.add(Tensors.of("model.norm.weight", ElementType.F32, new long[] {3}, ByteBuffer.allocate(12)));
            return changed;
        });
        assertRefused("model.norm.weight: expected shape [48], found [3]");
    }

    @Test
    void a_tensor_the_architecture_does_not_have_is_named() throws IOException {
        rewrite(tensors -> {
            List<SafetensorsWriter.Tensor> changed = new ArrayList<>(tensors);
            changed.add(Tensors.of(
                    "model.layers.0.mlp.experts.weight", ElementType.F32, new long[] {1}, ByteBuffer.allocate(4)));
            return changed;
        });
        assertRefused("model.layers.0.mlp.experts.weight");
    }

    @Test
    void other_number_formats_are_refused_by_name() throws IOException {
        String header = "{\"model.norm.weight\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}";
        ByteBuffer file = ByteBuffer.allocate(8 + header.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        Files.write(directory.resolve("model.safetensors"), file.array());
        assertRefused("expected dtype F32, F16 or BF16, found I64");
    }

    @Test
    void an_index_cannot_point_outside_its_directory() throws IOException {
        Files.delete(directory.resolve("model.safetensors"));
        Files.writeString(
                directory.resolve("model.safetensors.index.json"),
                "{\"weight_map\":{\"model.norm.weight\":\"../elsewhere.safetensors\"}}");
        assertRefused("not a file of the directory");
    }

    @Test
    void the_one_file_is_read_where_an_index_of_other_shards_lies_beside_it() throws IOException {
        Files.writeString(
                directory.resolve("model.safetensors.index.json"),
                "{\"weight_map\":{\"model.norm.weight\":\"model-00001-of-00001.safetensors\"}}");
        assertThat(Safetensors.open(directory).entries().keySet())
                .isEqualTo(Safetensors.open(good).entries().keySet());
    }

    @Test
    void a_tensor_in_two_shards_is_refused_with_both() throws IOException {
        for (String shard : List.of("a.safetensors", "b.safetensors")) {
            Files.copy(good.resolve("model.safetensors"), directory.resolve(shard));
        }
        Files.delete(directory.resolve("model.safetensors"));
        Files.writeString(
                directory.resolve("model.safetensors.index.json"),
                "{\"weight_map\":{\"model.norm.weight\":\"a.safetensors\",\"lm_head.weight\":\"b.safetensors\"}}");
        assertRefused("is in a.safetensors and in b.safetensors");
    }

    @Test
    void a_head_that_is_not_the_embedding_it_is_said_to_be_is_refused() throws IOException {
        rewrite(tensors -> withHead(tensors, false));
        assertThat(ModelConfig.read(directory).tied()).isTrue();
        Decoder.load(directory, Device.cpu(), false).close();
        rewrite(tensors -> withHead(tensors, true));
        assertRefused("tie_word_embeddings, but lm_head.weight is not model.embed_tokens.weight");
    }

    private static List<SafetensorsWriter.Tensor> withHead(List<SafetensorsWriter.Tensor> tensors, boolean another) {
        List<SafetensorsWriter.Tensor> changed = new ArrayList<>(tensors);
        for (SafetensorsWriter.Tensor tensor : tensors) {
            if (tensor.name().equals("model.embed_tokens.weight")) {
                ByteBuffer head = Tensors.bytes(tensor);
                head.put(head.limit() - 2, (byte) (head.get(head.limit() - 2) + (another ? 1 : 0)));
                changed.add(Tensors.of("lm_head.weight", tensor.type(), tensor.shape(), head));
            }
        }
        return changed;
    }

    @Test
    void a_model_with_an_adapter_in_its_directory_is_refused() throws IOException {
        Files.writeString(directory.resolve(LoraConfig.FILE), "{}");
        assertRefused("adapter_config.json");
    }

    @Test
    void unsupported_architectures_and_rope_types_are_refused_by_name() throws IOException {
        edit(config -> config.replace("\"qwen3\"", "\"mamba\""));
        assertRefused("model_type 'mamba' is not supported");
        Files.copy(good.resolve("config.json"), directory.resolve("config.json"), StandardCopyOption.REPLACE_EXISTING);
        edit(config -> config.replace("\"rope_type\": \"default\"", "\"rope_type\": \"longrope\""));
        assertRefused("rope type 'longrope' is not supported");
    }

    @Test
    void every_chat_template_goes_with_a_checkpoint() throws IOException {
        Files.createDirectory(directory.resolve("additional_chat_templates"));
        Files.writeString(directory.resolve("additional_chat_templates/tool_use.jinja"), "with tools");
        Path target = directory.resolve("saved");
        CheckpointDirectory.write(directory, target, ElementType.F32, made -> {});
        assertThat(target.resolve("additional_chat_templates/tool_use.jinja")).hasContent("with tools");
    }

    @Test
    void directories_are_forced_to_disk_with_the_files_they_name() throws IOException {
        Path templates = Files.createDirectory(directory.resolve("additional_chat_templates"));
        Path template = Files.writeString(templates.resolve("tool_use.jinja"), "with tools");
        assertThat(CheckpointDirectory.toLast(directory)).contains(directory, templates, template);
    }

    @Test
    void a_checkpoint_is_replaced_whole_or_not_at_all() throws IOException {
        Path target = directory.resolve("saved");
        CheckpointDirectory.write(
                good, target, ElementType.F32, made -> Files.writeString(made.resolve("model.safetensors"), "first"));
        assertThatThrownBy(() -> CheckpointDirectory.write(good, target, ElementType.F32, made -> {
                    Files.writeString(made.resolve("model.safetensors"), "half");
                    throw new IOException("No space left on device");
                }))
                .hasMessageContaining("No space left on device");
        assertThat(target.resolve("model.safetensors")).hasContent("first");
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith(".saved"));
        }
    }

    private void edit(UnaryOperator<String> change) throws IOException {
        Path config = directory.resolve("config.json");
        String before = Files.readString(config);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(config, after);
    }

    private void rewrite(UnaryOperator<List<SafetensorsWriter.Tensor>> change) throws IOException {
        Safetensors file = Safetensors.open(good);
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        for (Map.Entry<String, Safetensors.Entry> named : file.entries().entrySet()) {
            tensors.add(Tensors.of(named.getKey(), file, named.getValue()));
        }
        SafetensorsWriter.write(directory.resolve("model.safetensors"), change.apply(tensors));
    }

    private void assertRefused(String part) {
        ThrowingCallable load =
                () -> Decoder.load(directory, Device.cpu(), false).close();
        assertThatThrownBy(load).isInstanceOf(CheckpointException.class).hasMessageContaining(part);
    }
}
