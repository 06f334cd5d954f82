package io.reagent.benchmarks;

import ai.djl.Device;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.Qwen3Shape;
import io.reagent.lm.train.AdamW;
import io.reagent.lm.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/** Models with random weights: speed does not depend on what they are. */
final class RandomModel {
    /** About 40 million numbers. */
    static final Qwen3Shape FORTY_MILLION = new Qwen3Shape(16_384, 512, 10, 1_408, 8, 4, 64, 4_096);

    private RandomModel() {}

    /** Writes a checkpoint; {@code companions} lends its tokenizer. */
    static void write(Qwen3Shape shape, Path directory, Path companions) throws IOException {
        Path source = Files.createTempDirectory("reagent-bench-config");
        Files.write(source.resolve("config.json"), JsonMapper.shared().writeValueAsBytes(shape.config()));
        for (String file : new String[] {"tokenizer.json", "tokenizer_config.json"}) {
            Files.copy(companions.resolve(file), source.resolve(file));
        }
        try (Trainer trainer = Trainer.fromScratch(source, Device.cpu(), 1, AdamW.DEFAULT, 4_096)) {
            trainer.saveWeights(source, directory, ElementType.F32);
        }
    }
}
