package io.reagent.lm.gguf;

import io.reagent.lm.checkpoint.CheckpointDirectory;
import io.reagent.lm.checkpoint.CheckpointException;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes a GGUF file as a Hugging Face directory, whole or not at all. */
public final class GgufConversion {
    private GgufConversion() {}

    /**
     * Converts. What is stored in blocks becomes plain numbers, so that the directory is larger than the file.
     *
     * @param type of all weights; by default float32 or bfloat16 where all of the file's matrices are that, else float16, whose
     *     eleven bits hold what blocks stand for to 1 in 2,000
     * @throws CheckpointException when the file is not one that can be read; the message names key or tensor
     * @throws UncheckedIOException when the directory cannot be written; an old one stands then
     */
    public static void convert(Path file, Path directory, @Nullable ElementType type) {
        try (GgufFile gguf = GgufFile.open(file)) {
            GgufConfig config = new GgufConfig(gguf);
            GgufTensor embedding = config.tensor("token_embd.weight");
            ElementType chosen = type == null ? stored(gguf.tensors().values()) : type;
            GgufTokenizer tokenizer =
                    new GgufTokenizer(gguf.metadata(), embedding.shape()[0]);
            var json = config.json(chosen, tokenizer.begin(), tokenizer.end());
            var weights = new GgufWeights(gguf, config, chosen).tensors();
            CheckpointDirectory.write(directory, target -> {
                Files.write(
                        target.resolve("config.json"),
                        JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
                tokenizer.write(target, config.context());
                SafetensorsWriter.write(target.resolve("model.safetensors"), weights);
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static ElementType stored(Collection<GgufTensor> tensors) {
        Set<GgmlType> types = tensors.stream()
                .filter(tensor -> tensor.shape().length > 1)
                .map(GgufTensor::type)
                .collect(Collectors.toSet());
        return types.equals(Set.of(GgmlType.F32))
                ? ElementType.F32
                : types.equals(Set.of(GgmlType.BF16)) ? ElementType.BF16 : ElementType.F16;
    }
}
