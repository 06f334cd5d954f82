package io.reagent.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.reagent.lm.Fixture;
import io.reagent.lm.decoder.Backpropagation.MatrixProducts;
import io.reagent.lm.decoder.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Losses against their definitions in plain doubles, gradients against finite differences. */
class LossTest {
    private static final Loss.Ppo PPO = new Loss.Ppo(0.8, 1.28);
    private static final Loss.Cispo CISPO = new Loss.Cispo(0.5, 1.5);

    @SuppressWarnings("unused")
    static final List<Loss> ALL = List.of(new Loss.CrossEntropy(), new Loss.ImportanceSampling(), PPO, CISPO);

    @SuppressWarnings("unused")
    static final List<Loss> DIFFERENTIABLE = List.of(new Loss.CrossEntropy(), new Loss.ImportanceSampling(), PPO);

    /** Log ratios away from where the losses have kinks, on both sides of every bound. */
    private static final double[] LOG_RATIOS = {-1.2, -0.5, -0.1, 0.12, 0.6, 1.1};

    private final Trainer trainer =
            Trainer.load(Fixture.named("qwen3").directory(), Device.cpu(), AdamW.DEFAULT, 60, MatrixProducts.FLOAT32);
    private final List<Example> examples = sampled();

    @AfterEach
    void close() {
        trainer.close();
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void a_loss_is_the_sum_its_definition_gives_and_the_same_with_and_without_gradient(Loss loss) {
        LossResult forward = trainer.forward(examples, loss);
        double sum = 0;
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            for (int t = 0; t < example.length(); t++) {
                double logprob = forward.examples().get(i).logprobs()[t];
                double expected = defined(loss, example, t, logprob);
                assertThat((double) forward.examples().get(i).losses()[t])
                        .isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
                sum += expected;
            }
        }
        assertThat(forward.loss()).isCloseTo(sum, within(1e-4));
        LossResult backward = trainer.forwardBackward(examples, loss);
        assertThat(backward.loss()).isCloseTo(forward.loss(), within(1e-4));
        assertThat(backward.metrics().tokens())
                .isEqualTo(forward.metrics().tokens())
                .isPositive();
    }

    @ParameterizedTest
    @FieldSource("DIFFERENTIABLE")
    void a_gradient_is_the_slope_that_finite_differences_find(Loss loss) {
        trainer.forwardBackward(examples, loss);
        List<PtNDArray> gradients = trainer.backpropagation().gradients();
        assertThat(FiniteDifferences.relativeError(
                        trainer.decoder().weights().parameters(),
                        gradients,
                        () -> precise(trainer.forward(examples, loss))))
                .isLessThan(FiniteDifferences.TOLERANCE);
    }

    @Test
    void cispo_has_the_gradient_of_cross_entropy_weighted_by_clipped_ratio_and_advantage() {
        LossResult now = trainer.forwardBackward(examples, CISPO);
        List<float[]> cispo = gradients();
        List<Example> weighted = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            float[] weights = example.weights();
            for (int t = 0; t < weights.length; t++) {
                if (weights[t] != 0) {
                    double ratio = Math.exp(now.examples().get(i).logprobs()[t] - example.logprobs()[t]);
                    weights[t] *= (float) (Math.clamp(ratio, CISPO.low(), CISPO.high()) * example.advantages()[t]);
                }
            }
            weighted.add(new Example(example.inputs(), example.targets(), weights));
        }
        try (Trainer other = Trainer.load(Fixture.named("qwen3").directory(), Device.cpu(), AdamW.DEFAULT, 60)) {
            other.forwardBackward(weighted, new Loss.CrossEntropy());
            assertClose(gradients(other), cispo);
        }
    }

    @Test
    void metrics_are_means_over_the_weighted_tokens() {
        LossResult result = trainer.forward(examples, PPO);
        double ratio = 0;
        double v1 = 0;
        double v2 = 0;
        double v3 = 0;
        int clipped = 0;
        int n = 0;
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            for (int t = 0; t < example.length(); t++) {
                if (example.weights()[t] != 0) {
                    double log = result.examples().get(i).logprobs()[t] - example.logprobs()[t];
                    double r = Math.exp(log);
                    ratio += r;
                    v1 -= log;
                    v2 += log * log / 2;
                    v3 += r - 1 - log;
                    boolean up = example.advantages()[t] > 0;
                    clipped += (up ? r > PPO.high() : r < PPO.low()) ? 1 : 0;
                    n++;
                }
            }
        }
        LossMetrics metrics = result.metrics();
        assertThat(metrics.tokens()).isEqualTo(n);
        assertThat(metrics.meanRatio()).isCloseTo(ratio / n, within(1e-9));
        assertThat(metrics.clipFraction()).isBetween(0.05, 0.95).isCloseTo((double) clipped / n, within(1e-9));
        assertThat(metrics.klV1()).isCloseTo(v1 / n, within(1e-9));
        assertThat(metrics.klV2()).isCloseTo(v2 / n, within(1e-9));
        assertThat(metrics.klV3()).isCloseTo(v3 / n, within(1e-9));
        assertThat(metrics.entropy()).isCloseTo(entropy(), within(1e-4));
        LossMetrics learned = trainer.forward(examples, new Loss.CrossEntropy()).metrics();
        assertThat(learned.tokens()).isEqualTo(n);
        assertThat(learned.meanRatio()).isNaN();
    }

    @Test
    void positions_without_weight_are_computed_only_when_asked_for_and_change_no_gradient() {
        LossResult weighted = trainer.forwardBackward(examples, PPO, Positions.WEIGHTED);
        List<float[]> expected = gradients();
        try (Trainer other = Trainer.load(Fixture.named("qwen3").directory(), Device.cpu(), AdamW.DEFAULT, 60)) {
            LossResult all = other.forwardBackward(examples, PPO, Positions.ALL);
            assertClose(gradients(other), expected);
            for (int i = 0; i < examples.size(); i++) {
                for (int t = 0; t < examples.get(i).length(); t++) {
                    float logprob = weighted.examples().get(i).logprobs()[t];
                    if (examples.get(i).weights()[t] == 0) {
                        assertThat(logprob).isNaN();
                        assertThat(all.examples().get(i).logprobs()[t]).isNegative();
                    } else {
                        assertThat(all.examples().get(i).logprobs()[t]).isCloseTo(logprob, within(1e-5f));
                    }
                }
            }
            assertThat(weighted.tokens()).isLessThan(all.tokens());
        }
    }

    private double defined(Loss loss, Example example, int t, double logprob) {
        double weight = example.weights()[t];
        if (weight == 0) {
            return 0;
        }
        double r = Math.exp(logprob - example.logprobs()[t]);
        double a = example.advantages()[t];
        return switch (loss) {
            case Loss.CrossEntropy c -> -weight * logprob;
            case Loss.ImportanceSampling s -> -weight * r * a;
            case Loss.Ppo p -> -weight * Math.min(r * a, Math.clamp(r, p.low(), p.high()) * a);
            case Loss.Cispo c -> -weight * Math.clamp(r, c.low(), c.high()) * logprob * a;
        };
    }

    private double entropy() {
        double sum = 0;
        int n = 0;
        int vocabulary = trainer.decoder().config().vocabulary();
        for (Example example : examples) {
            long[][] ids = {
                java.util.Arrays.stream(example.inputs()).asLongStream().toArray()
            };
            long[] select = java.util.stream.LongStream.range(0, example.length())
                    .filter(t -> example.weights()[(int) t] != 0)
                    .toArray();
            try (PtNDManager scope = (PtNDManager) trainer.decoder().manager().newSubManager();
                    PtNDArray logits = trainer.decoder().logits(scope, ids, select)) {
                float[] values = logits.toFloatArray();
                for (int k = 0; k < select.length; k++, n++) {
                    double total = 0;
                    for (int v = 0; v < vocabulary; v++) {
                        total += Math.exp(values[k * vocabulary + v]);
                    }
                    for (int v = 0; v < vocabulary; v++) {
                        double p = Math.exp(values[k * vocabulary + v]) / total;
                        sum -= p * Math.log(p);
                    }
                }
            }
        }
        return sum / n;
    }

    static double precise(LossResult result) {
        double sum = 0;
        for (LossResult.Tokens tokens : result.examples()) {
            for (float loss : tokens.losses()) {
                sum += loss;
            }
        }
        return sum;
    }

    private List<float[]> gradients() {
        return gradients(trainer);
    }

    static List<float[]> gradients(Trainer trainer) {
        List<PtNDArray> arrays = trainer.backpropagation().gradients();
        List<float[]> copies = arrays.stream().map(PtNDArray::toFloatArray).toList();
        arrays.forEach(PtNDArray::close);
        return copies;
    }

    /** Gives an adapter's every part something to say. */
    static void randomise(Trainer trainer) {
        SplittableRandom random = new SplittableRandom(9);
        for (PtNDArray parameter : trainer.trained().parameters()) {
            float[] values = new float[(int) parameter.getShape().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.1 * random.nextGaussian());
            }
            parameter.set(values);
        }
    }

    static void assertClose(List<float[]> ours, List<float[]> expected) {
        assertThat(ours).hasSameSizeAs(expected);
        for (int i = 0; i < ours.size(); i++) {
            double largest = 0;
            for (float value : expected.get(i)) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(ours.get(i)).containsExactly(expected.get(i), within((float) (1e-5 + 1e-4 * largest)));
        }
    }

    /** Random texts whose sampler differed from the model by {@link #LOG_RATIOS}; a third of the targets unweighted. */
    private List<Example> sampled() {
        SplittableRandom random = new SplittableRandom(7);
        List<Example> plain = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int length = 4 + random.nextInt(20);
            int[] inputs = random.ints(length, 0, 300).toArray();
            int[] targets = random.ints(length, 0, 300).toArray();
            float[] weights = new float[length];
            for (int t = 0; t < length - 2; t++) {
                weights[t] = random.nextInt(3) == 0 ? 0 : 0.5f + random.nextInt(2);
            }
            plain.add(new Example(inputs, targets, weights));
        }
        LossResult now = trainer.forward(plain, new Loss.CrossEntropy());
        List<Example> sampled = new ArrayList<>();
        for (int i = 0; i < plain.size(); i++) {
            Example example = plain.get(i);
            float[] logprobs = now.examples().get(i).logprobs().clone();
            float[] advantages = new float[logprobs.length];
            for (int t = 0; t < logprobs.length; t++) {
                logprobs[t] -= (float) LOG_RATIOS[random.nextInt(LOG_RATIOS.length)];
                advantages[t] = (float) (random.nextBoolean() ? 1.3 : -0.7);
            }
            sampled.add(new Example(example.inputs(), example.targets(), example.weights(), logprobs, advantages));
        }
        return sampled;
    }
}
