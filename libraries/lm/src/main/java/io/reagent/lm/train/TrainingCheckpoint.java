package io.reagent.lm.train;

import io.reagent.lm.checkpoint.CheckpointDirectory;
import io.reagent.lm.checkpoint.CheckpointException;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.checkpoint.SafetensorsWriter;
import io.reagent.lm.decoder.Adapter;
import io.reagent.lm.decoder.Optimizer;
import io.reagent.lm.decoder.Parameters;
import io.reagent.lm.decoder.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Hugging Face or PEFT directory of what is trained, with AdamW's moments and step count beside it. */
final class TrainingCheckpoint {
    private static final String FIRST = "optimizer_first_moment.safetensors";
    private static final String SECOND = "optimizer_second_moment.safetensors";
    private static final String STATE = "trainer_state.json";

    private TrainingCheckpoint() {}

    static void save(Path source, Path target, Parameters trained, Optimizer optimizer, long step) {
        write(source, target, trained, ElementType.F32, directory -> {
            SafetensorsWriter.write(
                    directory.resolve(FIRST), trained.export(optimizer.firstMoments(), ElementType.F32));
            SafetensorsWriter.write(
                    directory.resolve(SECOND), trained.export(optimizer.secondMoments(), ElementType.F32));
            Files.write(directory.resolve(STATE), JsonMapper.shared().writeValueAsBytes(Map.of("step", step)));
        });
    }

    static void saveWeights(Path source, Path target, Parameters trained, ElementType type) {
        write(source, target, trained, type, directory -> {});
    }

    private static void write(
            Path source, Path target, Parameters trained, ElementType type, CheckpointDirectory.Contents more) {
        switch (trained) {
            case Weights weights ->
                CheckpointDirectory.write(source, target, type, directory -> {
                    SafetensorsWriter.write(directory.resolve("model.safetensors"), weights.export(type));
                    more.writeTo(directory);
                });
            case Adapter adapter ->
                CheckpointDirectory.write(target, directory -> {
                    writeAdapter(source, directory, adapter, type);
                    more.writeTo(directory);
                });
        }
    }

    private static void writeAdapter(Path base, Path directory, Adapter adapter, ElementType type) throws IOException {
        Files.write(directory.resolve(LoraConfig.FILE), adapter.config().toJson(base.toString()));
        SafetensorsWriter.write(
                directory.resolve(Adapter.FILE),
                adapter.export(type),
                Map.of(Adapter.BASE, adapter.base().weights().fingerprint()));
    }

    /**
     * Fills the optimizer from a directory; returns the step it was saved at, 0 when it holds no state.
     *
     * @throws CheckpointException naming the file and what is wrong with it
     */
    static long restoreOptimizer(Path directory, Parameters trained, Optimizer optimizer) {
        Path state = directory.resolve(STATE);
        if (!Files.exists(state)) {
            return 0;
        }
        long step = step(state);
        trained.restore(optimizer.firstMoments(), directory.resolve(FIRST));
        trained.restore(optimizer.secondMoments(), directory.resolve(SECOND));
        optimizer.setSteps(step);
        return step;
    }

    private static long step(Path state) {
        try {
            JsonNode step = JsonMapper.shared().readTree(state.toFile()).path("step");
            if (!step.isIntegralNumber() || step.asLong() < 0) {
                throw new CheckpointException(state + ": step: expected a whole number of steps, found "
                        + (step.isMissingNode() ? "none" : step));
            }
            return step.asLong();
        } catch (JacksonException e) {
            throw new CheckpointException(state + ": not readable as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
