package io.reagent.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.reagent.lm.Fixture;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.decoder.Backpropagation.MatrixProducts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static final AdamW ADAMW = new AdamW(0.9, 0.95, 1e-8, 0.1, false, 1);
    private final Fixture fixture = Fixture.named("qwen3");

    @TempDir
    private Path temporary;

    @Test
    void micro_batches_add_up_to_the_gradient_of_the_whole_batch() {
        List<Example> examples = batch(0);
        try (Trainer whole = Trainer.load(fixture.directory(), Device.cpu(), ADAMW, 1 << 20);
                Trainer parts = Trainer.load(fixture.directory(), Device.cpu(), ADAMW, 40)) {
            StepResult one = whole.step(examples, 1e-3);
            StepResult several = parts.step(examples, 1e-3);
            assertThat(Packing.pack(examples, Positions.WEIGHTED, 40)).hasSizeGreaterThan(2);
            assertThat(several.loss()).isCloseTo(one.loss(), org.assertj.core.data.Percentage.withPercentage(0.001));
            assertThat(several.gradientNorm())
                    .isCloseTo(one.gradientNorm(), org.assertj.core.data.Percentage.withPercentage(0.01));
        }
    }

    @Test
    void products_in_bfloat16_give_nearly_the_same_loss_and_learn_as_well() {
        try (Trainer full = Trainer.load(fixture.directory(), Device.cpu(), ADAMW, 1 << 20);
                Trainer mixed =
                        Trainer.load(fixture.directory(), Device.cpu(), ADAMW, 1 << 20, MatrixProducts.BFLOAT16)) {
            double exact = full.step(batch(0), 3e-3).loss();
            double rounded = mixed.step(batch(0), 3e-3).loss();
            assertThat(rounded)
                    .isNotEqualTo(exact)
                    .isCloseTo(exact, org.assertj.core.data.Percentage.withPercentage(5));
            for (int i = 0; i < 30; i++) {
                rounded = mixed.step(batch(0), 3e-3).loss();
            }
            assertThat(rounded).isLessThan(exact / 3);
        }
    }

    @Test
    void training_on_one_batch_learns_it() {
        try (Trainer trainer = Trainer.load(fixture.directory(), Device.cpu(), ADAMW, 1 << 20)) {
            double before = trainer.step(batch(0), 3e-3).loss();
            double after = before;
            for (int i = 0; i < 30; i++) {
                after = trainer.step(batch(0), 3e-3).loss();
            }
            assertThat(after).isLessThan(before / 3);
        }
    }

    @Test
    void a_step_that_is_not_finite_leaves_weights_and_optimizer_as_they_were() throws Exception {
        Path before = temporary.resolve("before");
        Path after = temporary.resolve("after");
        try (Trainer trainer = Trainer.load(fixture.directory(), Device.cpu(), ADAMW, 64)) {
            trainer.step(batch(0), 1e-3);
            trainer.save(fixture.directory(), before);
            List<Example> poisoned = new ArrayList<>(batch(1));
            float[] weights = new float[] {0, Float.MAX_VALUE, Float.MAX_VALUE, Float.MAX_VALUE};
            poisoned.add(new Example(new int[] {1, 2, 3, 4}, weights));
            assertThatThrownBy(() -> trainer.step(poisoned, 1e-3))
                    .isInstanceOf(NonFiniteGradientException.class)
                    .hasMessageContaining("micro-batch");
            trainer.save(fixture.directory(), after);
            ResumeTest.assertSame(before, after, "model.safetensors");
            try (Trainer spared = Trainer.load(before, Device.cpu(), ADAMW, 64)) {
                assertThat(trainer.step(batch(2), 1e-3)).isEqualTo(spared.step(batch(2), 1e-3));
            }
        }
    }

    @Test
    void weights_saved_in_sixteen_bits_are_a_checkpoint_half_the_size() throws Exception {
        try (Trainer trainer = Trainer.load(fixture.directory(), Device.cpu(), ADAMW, 64)) {
            trainer.saveWeights(fixture.directory(), temporary.resolve("half"), ElementType.BF16);
            trainer.saveWeights(fixture.directory(), temporary.resolve("full"), ElementType.F32);
        }
        long half = Files.size(temporary.resolve("half/model.safetensors"));
        assertThat(Files.size(temporary.resolve("full/model.safetensors"))).isGreaterThan((long) (1.8 * half));
        try (Trainer reloaded = Trainer.load(temporary.resolve("half"), Device.cpu(), ADAMW, 64)) {
            assertThat(reloaded.step(batch(0), 1e-3).loss()).isFinite();
        }
    }

    static List<Example> batch(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int[] tokens = random.ints(5 + random.nextInt(25), 0, 300).toArray();
            float[] weights = new float[tokens.length];
            for (int t = 1; t < weights.length; t++) {
                weights[t] = random.nextInt(3) == 0 ? 0 : 0.05f;
            }
            examples.add(new Example(tokens, weights));
        }
        return examples;
    }
}
