package io.reagent.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.reagent.lm.Fixture;
import io.reagent.lm.decoder.Backpropagation;
import io.reagent.lm.decoder.Backpropagation.MatrixProducts;
import io.reagent.lm.decoder.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cross entropy with several targets of a position, as a teacher's likeliest tokens are learned. */
class SeveralTargetsTest {
    private static final int EACH = 3;
    private static final Loss LOSS = new Loss.CrossEntropy();

    private final Trainer trainer = trainer(Backpropagation.Limits.DEFAULT);
    private final SplittableRandom random = new SplittableRandom(4);
    private final List<Example> examples = List.of(example(9), example(30), example(17));

    @AfterEach
    void close() {
        trainer.close();
    }

    private static Trainer trainer(Backpropagation.Limits limits) {
        return Trainer.load(
                Fixture.named("qwen3").directory(),
                Device.cpu(),
                new Trainer.Settings(AdamW.DEFAULT, 40, MatrixProducts.FLOAT32, limits));
    }

    private Example example(int length) {
        float[] weights = new float[length * EACH];
        for (int i = EACH; i < weights.length; i++) {
            weights[i] = random.nextInt(4) == 0 ? 0 : (float) random.nextDouble();
        }
        return new Example(
                random.ints(length, 0, 300).toArray(),
                random.ints((long) length * EACH, 0, 300).toArray(),
                weights);
    }

    /** The k-th targets alone. */
    private static Example alone(Example example, int k) {
        int[] targets = new int[example.length()];
        float[] weights = new float[example.length()];
        for (int t = 0; t < targets.length; t++) {
            targets[t] = example.targets()[t * EACH + k];
            weights[t] = example.weights()[t * EACH + k];
        }
        return new Example(example.inputs(), targets, weights);
    }

    private static List<float[]> gradients(Trainer of) {
        List<PtNDArray> gradients = of.backpropagation().gradients();
        List<float[]> values = gradients.stream().map(PtNDArray::toFloatArray).toList();
        gradients.forEach(PtNDArray::close);
        return values;
    }

    @Test
    void everyTargetsLogprobAndLossAreThoseOfTheLogits() {
        LossResult result = trainer.forward(examples, LOSS);
        double sum = 0;
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            float[] logits = logits(example);
            int vocabulary = logits.length / example.length();
            for (int j = 0; j < example.targets().length; j++) {
                int first = j / EACH * vocabulary;
                double total = IntStream.range(0, vocabulary)
                        .mapToDouble(v -> Math.exp(logits[first + v]))
                        .sum();
                double logprob = logits[first + example.targets()[j]] - Math.log(total);
                double loss = -example.weights()[j] * logprob;
                assertThat((double) result.examples().get(i).logprobs()[j]).isCloseTo(logprob, within(1e-4));
                assertThat((double) result.examples().get(i).losses()[j]).isCloseTo(loss, within(1e-4));
                sum += loss;
            }
        }
        assertThat(result.loss()).isCloseTo(sum, within(1e-3));
    }

    private float[] logits(Example example) {
        long[] ids = IntStream.of(example.inputs()).asLongStream().toArray();
        try (PtNDManager scope = (PtNDManager) trainer.decoder().manager().newSubManager()) {
            return trainer.decoder()
                    .logits(
                            scope,
                            new long[][] {ids},
                            IntStream.range(0, ids.length).asLongStream().toArray())
                    .toFloatArray();
        }
    }

    @Test
    void aPositionIsOneTokenHoweverManyOfItsTargetsWeigh() {
        float[] weights = new float[5 * EACH];
        Arrays.fill(weights, EACH, 3 * EACH, 0.5f);
        weights[4 * EACH] = 1;
        Example three = new Example(new int[5], new int[5 * EACH], weights);
        assertThat(trainer.forward(List.of(three), LOSS).metrics().tokens()).isEqualTo(3);
    }

    @Test
    void theGradientIsTheSumOfThoseOfEachTargetAlone() {
        trainer.forwardBackward(examples, LOSS);
        List<float[]> together = gradients(trainer);
        try (Trainer other = trainer(Backpropagation.Limits.DEFAULT)) {
            for (int k = 0; k < EACH; k++) {
                int one = k;
                other.forwardBackward(
                        examples.stream().map(example -> alone(example, one)).toList(), LOSS);
            }
            LossTest.assertClose(together, gradients(other));
        }
    }

    @Test
    void theGradientIsTheSlopeThatFiniteDifferencesFind() {
        trainer.forwardBackward(examples, LOSS);
        assertThat(FiniteDifferences.relativeError(
                        trainer.decoder().weights().parameters(),
                        trainer.backpropagation().gradients(),
                        () -> precise(trainer.forward(examples, LOSS))))
                .isLessThan(FiniteDifferences.TOLERANCE);
    }

    private static double precise(LossResult result) {
        double sum = 0;
        for (LossResult.Tokens tokens : result.examples()) {
            for (float loss : tokens.losses()) {
                sum += loss;
            }
        }
        return sum;
    }

    @Test
    void chunksOfTheHeadAndExamplesWithOneTargetBesideChangeNothing() {
        List<Example> mixed = new ArrayList<>(examples);
        mixed.add(1, alone(examples.get(0), 0));
        LossResult expected = trainer.forwardBackward(mixed, LOSS, Positions.ALL);
        try (Trainer chunked = trainer(new Backpropagation.Limits(5L * 320, 1L << 30))) {
            LossResult found = chunked.forwardBackward(mixed, LOSS, Positions.ALL);
            for (int i = 0; i < mixed.size(); i++) {
                assertThat(found.examples().get(i).logprobs())
                        .containsExactly(expected.examples().get(i).logprobs(), within(1e-4f));
            }
            LossTest.assertClose(gradients(chunked), gradients(trainer));
        }
    }

    @Test
    void lossesOfASamplerTakeTheTokenThatWasSampledAlone() {
        Example several =
                new Example(new int[] {1, 2}, new int[] {1, 2, 3, 4}, new float[4], new float[2], new float[2]);
        assertThatThrownBy(() -> trainer.forward(List.of(several), new Loss.ImportanceSampling()))
                .isInstanceOf(BadExampleException.class)
                .hasMessageContaining("examples[0].targets has 2 of each position");
        assertThatThrownBy(() -> new Example(new int[] {1, 2}, new int[] {1, 2, 3}, new float[3]))
                .isInstanceOf(BadExampleException.class)
                .hasMessageContaining("differs in length");
    }
}
