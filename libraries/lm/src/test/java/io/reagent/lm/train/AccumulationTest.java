package io.reagent.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import io.reagent.lm.Fixture;
import io.reagent.lm.decoder.Backpropagation;
import io.reagent.lm.decoder.Backpropagation.Limits;
import io.reagent.lm.decoder.Backpropagation.MatrixProducts;
import io.reagent.lm.decoder.Backpropagation.Result;
import io.reagent.lm.decoder.Backpropagation.Targets;
import io.reagent.lm.decoder.Loss;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccumulationTest {
    private static final AdamW ADAMW = new AdamW(0.9, 0.95, 1e-8, 0.1, false, 1);
    private static final Loss LEARN = new Loss.CrossEntropy();
    private final Fixture fixture = Fixture.named("qwen3");
    private final List<Example> examples = examples();

    @TempDir
    private Path temporary;

    @Test
    void gradients_and_a_step_in_separate_calls_are_one_step_bit_for_bit() throws Exception {
        try (Trainer whole = trainer();
                Trainer parts = trainer()) {
            for (int i = 0; i < 3; i++) {
                StepResult step = whole.step(examples, 1e-3);
                LossResult loss = parts.forwardBackward(examples, LEARN);
                OptimizerStep taken = parts.optimStep(ADAMW, 1e-3);
                assertThat(loss.loss()).isEqualTo(step.loss());
                assertThat(taken).isEqualTo(new OptimizerStep(step.step(), step.gradientNorm()));
            }
            assertThat(saved(parts, "parts")).isEqualTo(saved(whole, "whole"));
        }
    }

    @Test
    void gradients_add_up_over_calls_and_a_step_uses_them_up() {
        try (Trainer whole = trainer();
                Trainer parts = trainer()) {
            parts.forwardBackward(examples.subList(0, 2), LEARN);
            parts.forwardBackward(examples.subList(2, examples.size()), LEARN);
            double norm = parts.optimStep(ADAMW, 1e-3).gradientNorm();
            assertThat(norm).isCloseTo(whole.step(examples, 1e-3).gradientNorm(), within(1e-5 * norm));
            assertThatThrownBy(() -> parts.optimStep(ADAMW, 1e-3))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("forwardBackward");
        }
    }

    @Test
    void the_head_in_chunks_gives_the_loss_and_gradient_of_the_head_at_once() {
        try (Trainer trainer = trainer()) {
            Targets targets = Packing.pack(examples, Positions.WEIGHTED, 1 << 20)
                    .getFirst()
                    .targets();
            assertThat(targets.tokens().length % 7).isNotZero();
            Backpropagation chunked = new Backpropagation(
                    trainer.decoder(),
                    trainer.trained(),
                    MatrixProducts.FLOAT32,
                    new Limits(7L * trainer.decoder().config().vocabulary(), 1L << 30));
            Result parts = chunked.backward(targets, LEARN);
            List<float[]> gradients = LossTest.gradients(trainer);
            List<PtNDArray> arrays = chunked.gradients();
            arrays.forEach(gradient -> gradient.subi(gradient.duplicate()));
            Result whole = trainer.backpropagation().backward(targets, LEARN);
            LossTest.assertClose(gradients, LossTest.gradients(trainer));
            assertThat(parts.loss()).isCloseTo(whole.loss(), within(1e-4));
            assertThat(parts.logprobs()).containsExactly(whole.logprobs(), within(1e-5f));
            assertThat(chunked.forward(targets, LEARN).losses()).containsExactly(whole.losses(), within(1e-5f));
        }
    }

    @Test
    void layers_computed_again_for_their_backward_give_the_same_step_bit_for_bit() throws Exception {
        Trainer.Settings settings = new Trainer.Settings(ADAMW, 40);
        Trainer.Settings sparing = new Trainer.Settings(ADAMW, 40, MatrixProducts.FLOAT32, new Limits(1 << 25, 1));
        try (Trainer kept = Trainer.load(fixture.directory(), Device.cpu(), settings);
                Trainer recomputed = Trainer.load(fixture.directory(), Device.cpu(), sparing)) {
            assertThat(recomputed.step(examples, 1e-3)).isEqualTo(kept.step(examples, 1e-3));
            assertThat(saved(recomputed, "recomputed")).isEqualTo(saved(kept, "kept"));
        }
    }

    @Test
    void a_loss_or_gradient_that_is_not_finite_names_its_micro_batch_and_leaves_nothing_behind() {
        List<Example> infinite = new ArrayList<>(examples);
        infinite.add(new Example(new int[] {1, 2, 3}, new float[] {0, Float.MAX_VALUE, Float.MAX_VALUE}));
        // the ratio overflows, its clipped gain does not: a finite loss whose gradient is 0 * infinity
        Example overflow = new Example(new int[] {1, 2}, new float[] {0, 1}, new float[] {0, -200}, new float[] {0, 1});
        try (Trainer fresh = trainer();
                Trainer trainer = trainer()) {
            assertThatThrownBy(() -> trainer.forwardBackward(infinite, LEARN))
                    .isInstanceOf(NonFiniteGradientException.class)
                    .hasMessageMatching("loss of micro-batch \\d of \\d, examples \\[.*5.*] is .*");
            trainer.forwardBackward(examples, LEARN);
            assertThatThrownBy(() -> trainer.forwardBackward(List.of(overflow), Loss.Ppo.DEFAULT))
                    .isInstanceOf(NonFiniteGradientException.class)
                    .hasMessageContaining("gradient of micro-batch 1 of 1, examples [0] is NaN");
            assertThatThrownBy(() -> trainer.optimStep(ADAMW, 1e-3)).isInstanceOf(IllegalStateException.class);
            assertThat(trainer.step(examples, 1e-3)).isEqualTo(fresh.step(examples, 1e-3));
        }
    }

    @Test
    void a_call_that_fails_before_any_gradient_exists_can_be_followed_by_others() {
        try (Trainer trainer = trainer()) {
            assertThatThrownBy(() -> trainer.forwardBackward(examples, Loss.Ppo.DEFAULT))
                    .isInstanceOf(BadExampleException.class);
            trainer.discardGradients();
            assertThat(trainer.step(examples, 1e-3).loss()).isPositive();
        }
    }

    private Trainer trainer() {
        return Trainer.load(fixture.directory(), Device.cpu(), ADAMW, 40);
    }

    private byte[] saved(Trainer trainer, String name) throws Exception {
        trainer.save(fixture.directory(), temporary.resolve(name));
        return Files.readAllBytes(temporary.resolve(name).resolve("model.safetensors"));
    }

    private static List<Example> examples() {
        SplittableRandom random = new SplittableRandom(11);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int[] tokens = random.ints(5 + random.nextInt(20), 0, 300).toArray();
            float[] weights = new float[tokens.length];
            for (int t = 1; t < weights.length; t++) {
                weights[t] = random.nextInt(3) == 0 ? 0 : 0.05f;
            }
            examples.add(new Example(tokens, weights));
        }
        return examples;
    }
}
