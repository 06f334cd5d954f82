package io.reagent.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.reagent.lm.Fixture;
import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.checkpoint.LoraTarget;
import io.reagent.lm.decoder.Backpropagation.Limits;
import io.reagent.lm.decoder.Backpropagation.MatrixProducts;
import io.reagent.lm.decoder.Decoder;
import io.reagent.lm.decoder.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A prompt that samples share is computed once, and nothing else may come of that than of computing each alone. */
class SharedBeginningTest {
    @SuppressWarnings("unused")
    static final List<Loss> ALL = LossTest.ALL;

    private static final int BUDGET = 1_000;
    private static final Trainer.Settings SETTINGS = new Trainer.Settings(AdamW.DEFAULT, BUDGET);
    private static final Trainer.Settings SPARING =
            new Trainer.Settings(AdamW.DEFAULT, BUDGET, MatrixProducts.FLOAT32, new Limits(1 << 25, 1));

    private final Fixture fixture = Fixture.named("qwen3");
    private final List<Example> samples = samples();

    @ParameterizedTest
    @FieldSource("ALL")
    void loss_logprobs_and_gradients_are_those_of_each_example_alone(Loss loss) {
        try (Trainer together = Trainer.load(fixture.directory(), Device.cpu(), SETTINGS);
                Trainer alone = Trainer.load(fixture.directory(), Device.cpu(), SETTINGS)) {
            compare(together, alone, loss);
        }
    }

    @Test
    void so_are_an_adapters_gradients_and_those_of_layers_computed_again() {
        LoraConfig config = new LoraConfig(3, 6, EnumSet.allOf(LoraTarget.class));
        try (Decoder base = Decoder.load(fixture.directory(), Device.cpu(), true);
                Trainer together = Trainer.lora(base, config, 1, SPARING);
                Trainer alone = Trainer.lora(base, config, 1, SETTINGS)) {
            LossTest.randomise(together);
            LossTest.randomise(alone);
            compare(together, alone, Loss.Ppo.DEFAULT);
        }
    }

    @Test
    void its_gradient_is_the_slope_that_finite_differences_find() {
        try (Trainer trainer = Trainer.load(fixture.directory(), Device.cpu(), SETTINGS)) {
            Loss loss = new Loss.CrossEntropy();
            trainer.forwardBackward(samples, loss);
            assertThat(FiniteDifferences.relativeError(
                            trainer.trained().parameters(),
                            trainer.backpropagation().gradients(),
                            () -> LossTest.precise(trainer.forward(samples, loss))))
                    .isLessThan(FiniteDifferences.TOLERANCE);
        }
    }

    private void compare(Trainer together, Trainer alone, Loss loss) {
        LossResult shared = together.forwardBackward(samples, loss);
        int rows = 0;
        double sum = 0;
        for (int i = 0; i < samples.size(); i++) {
            LossResult one = alone.forwardBackward(samples.subList(i, i + 1), loss);
            rows += one.tokens();
            sum += one.loss();
            assertThat(shared.examples().get(i).logprobs())
                    .containsExactly(one.examples().getFirst().logprobs(), within(1e-5f));
        }
        assertThat(shared.tokens()).isLessThan(rows / 2);
        assertThat(shared.loss()).isCloseTo(sum, within(1e-5 * (1 + Math.abs(sum))));
        LossTest.assertClose(LossTest.gradients(together), LossTest.gradients(alone));
    }

    /** Of one prompt, one position of which is learned, too: two alike, one that ends with it, some longer than it. */
    private static List<Example> samples() {
        SplittableRandom random = new SplittableRandom(2);
        int[] prompt = random.ints(40, 0, 300).toArray();
        List<Example> samples = new ArrayList<>();
        for (int own : new int[] {12, 12, 0, 5, 60, 1, 60, 7}) {
            int[] inputs = Arrays.copyOf(prompt, prompt.length + own);
            for (int t = prompt.length; t < inputs.length; t++) {
                inputs[t] = random.nextInt(300);
            }
            int[] targets = random.ints(inputs.length, 0, 300).toArray();
            float[] weights = new float[inputs.length];
            float[] logprobs = new float[inputs.length];
            float[] advantages = new float[inputs.length];
            for (int t = 0; t < inputs.length; t++) {
                weights[t] = t == 7 || t >= prompt.length - 1 ? 0.5f : 0;
                logprobs[t] = -6 - random.nextInt(4);
                advantages[t] = random.nextBoolean() ? 0.3f : -0.2f;
            }
            samples.add(new Example(inputs, targets, weights, logprobs, advantages));
        }
        samples.add(samples.getFirst());
        return samples;
    }
}
