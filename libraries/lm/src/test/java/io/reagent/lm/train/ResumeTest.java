package io.reagent.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.reagent.lm.Fixture;
import io.reagent.lm.Tensors;
import io.reagent.lm.checkpoint.CheckpointException;
import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.checkpoint.LoraTarget;
import io.reagent.lm.checkpoint.Safetensors;
import io.reagent.lm.checkpoint.SafetensorsWriter;
import io.reagent.lm.decoder.Adapter;
import io.reagent.lm.decoder.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
    private static final AdamW ADAMW = new AdamW(0.9, 0.95, 1e-8, 0.1, false, 1);
    private static final Trainer.Settings SETTINGS = new Trainer.Settings(ADAMW, 100);
    private static final int STEPS = 5;
    private static final String FIRST = "optimizer_first_moment.safetensors";
    private static final String SECOND = "optimizer_second_moment.safetensors";
    private static final String STATE = "trainer_state.json";

    private final Fixture fixture = Fixture.named("qwen3");

    @TempDir
    private Path temporary;

    @Test
    void a_run_interrupted_after_any_step_goes_on_bit_for_bit_as_if_it_never_was() throws Exception {
        interruptions(
                () -> Trainer.load(fixture.directory(), Device.cpu(), SETTINGS),
                saved -> Trainer.load(saved, Device.cpu(), SETTINGS),
                "model.safetensors");
    }

    @Test
    void so_does_the_run_of_an_adapter() throws Exception {
        LoraConfig config = new LoraConfig(4, 8, EnumSet.allOf(LoraTarget.class));
        try (Decoder base = Decoder.load(fixture.directory(), Device.cpu(), true)) {
            interruptions(
                    () -> Trainer.lora(base, config, 1, SETTINGS),
                    saved -> Trainer.loadLora(base, saved, SETTINGS),
                    Adapter.FILE);
        }
    }

    private interface Resuming {
        Trainer from(Path saved);
    }

    private void interruptions(Supplier<Trainer> start, Resuming resuming, String weights) throws Exception {
        try (Trainer trainer = start.get()) {
            for (int step = 0; step < STEPS; step++) {
                trainer.save(fixture.directory(), temporary.resolve("after" + step));
                trainer.step(examples(step), 1e-3);
            }
            trainer.save(fixture.directory(), temporary.resolve("undisturbed"));
        }
        for (int interrupted = 0; interrupted < STEPS; interrupted++) {
            Path resumed = temporary.resolve("resumed" + interrupted);
            try (Trainer trainer = resuming.from(temporary.resolve("after" + interrupted))) {
                assertThat(trainer.steps()).isEqualTo(interrupted);
                for (int step = interrupted; step < STEPS; step++) {
                    trainer.step(examples(step), 1e-3);
                }
                trainer.save(fixture.directory(), resumed);
            }
            assertSame(temporary.resolve("undisturbed"), resumed, weights);
        }
    }

    /** Of mixed lengths, two of which share their beginning. */
    private static List<Example> examples(int seed) {
        List<Example> examples = new ArrayList<>(TrainerTest.batch(seed));
        int[] tokens = new int[40];
        Arrays.setAll(tokens, t -> (t * 7 + seed) % 300);
        for (int last : new int[] {3, 4}) {
            tokens[39] = last;
            float[] weights = new float[tokens.length];
            Arrays.fill(weights, 30, weights.length, 0.05f);
            examples.add(new Example(tokens, weights));
        }
        return examples;
    }

    /** Weights, both moments and the step count, to the bit. */
    static void assertSame(Path expected, Path found, String weights) throws IOException {
        for (String file : List.of(weights, FIRST, SECOND, STATE)) {
            assertThat(Files.mismatch(expected.resolve(file), found.resolve(file)))
                    .as(file)
                    .isEqualTo(-1);
        }
    }

    @Test
    void what_keeps_an_optimizers_state_from_being_read_is_named() throws Exception {
        Path saved = temporary.resolve("saved");
        try (Trainer trainer = Trainer.load(fixture.directory(), Device.cpu(), SETTINGS)) {
            trainer.save(fixture.directory(), saved);
        }
        refused(saved, STATE, file -> Files.writeString(file, "{\"step\": \"soon\"}"), "step", "found \"soon\"");
        refused(saved, STATE, file -> Files.writeString(file, "{}"), "step", "found none");
        refused(saved, STATE, file -> Files.writeString(file, "{"), "not readable as JSON");
        refused(saved, FIRST, Files::delete, "cannot read");
        refused(saved, SECOND, file -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 5_000)), "truncated");
        String norm = "model.layers.1.self_attn.q_norm.weight";
        refused(saved, SECOND, file -> rewrite(file, norm, tensor -> null), "tensor " + norm + " is missing", "[16]");
        refused(
                saved,
                FIRST,
                file -> rewrite(file, norm, tensor -> renamed(tensor, norm, 2, 8)),
                "tensor " + norm + ": expected shape [16], found [2, 8]");
        refused(saved, FIRST, file -> rewrite(file, norm, tensor -> renamed(tensor, "other", 16)), norm);
    }

    private interface Damage {
        void to(Path file) throws IOException;
    }

    private void refused(Path saved, String file, Damage damage, String... why) throws IOException {
        Path damaged = Files.createTempDirectory(temporary, "damaged");
        try (var files = Files.list(saved)) {
            for (Path each : files.toList()) {
                Files.copy(each, damaged.resolve(each.getFileName()));
            }
        }
        damage.to(damaged.resolve(file));
        assertThatThrownBy(() -> Trainer.load(damaged, Device.cpu(), SETTINGS))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file)
                .hasMessageContainingAll(why);
    }

    /** Writes the file again with one tensor changed, or left out where that gives null. */
    private static void rewrite(
            Path file, String name, Function<SafetensorsWriter.Tensor, SafetensorsWriter.@Nullable Tensor> change)
            throws IOException {
        Safetensors opened = Safetensors.openFile(file);
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        opened.entries().forEach((each, entry) -> {
            SafetensorsWriter.Tensor tensor = Tensors.of(each, opened, entry);
            SafetensorsWriter.@Nullable Tensor kept = each.equals(name) ? change.apply(tensor) : tensor;
            if (kept != null) {
                tensors.add(kept);
            }
        });
        SafetensorsWriter.write(file, tensors);
    }

    private static SafetensorsWriter.Tensor renamed(SafetensorsWriter.Tensor tensor, String name, long... shape) {
        return new SafetensorsWriter.Tensor(name, tensor.type(), shape, tensor.blocks());
    }
}
