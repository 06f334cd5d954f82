package io.reagent.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import io.reagent.lm.Fixture;
import io.reagent.lm.Tensors;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.SafetensorsWriter;
import io.reagent.lm.decoder.Loss;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

class TrainingParityTest {
    @SuppressWarnings("unused")
    // dynamic scaling depends on the length of the whole input, and torch was given each sequence's last token, too
    static final Iterable<String> FIXTURES =
            Fixture.ALL.stream().filter(name -> !name.equals("llama-dynamic")).toList();

    @ParameterizedTest
    @FieldSource("FIXTURES")
    void loss_gradients_and_two_adamw_steps_equal_those_of_torch(String name) {
        Fixture fixture = Fixture.named(name);
        JsonNode training = fixture.expected().path("training");
        List<Example> examples = examples(training);
        try (Trainer trainer = Trainer.load(fixture.directory(), Device.cpu(), settings(training), 1 << 20)) {
            LossResult loss = trainer.forwardBackward(examples, new Loss.CrossEntropy(), Positions.ALL);
            compareLogprobs(name, loss, training.path("logprobs"));
            List<PtNDArray> gradients = trainer.backpropagation().gradients();
            for (SafetensorsWriter.Tensor tensor : trainer.decoder().weights().export(gradients, ElementType.F32)) {
                compareGradient(name, tensor, training.path("parameters").path(tensor.name()));
            }
            gradients.forEach(gradient -> gradient.subi(gradient.duplicate()));

            double rate = training.path("adamw").path("lr").asDouble();
            for (int n = 0; n < 2; n++) {
                StepResult step = trainer.step(examples, rate);
                assertThat(step.loss())
                        .isCloseTo(
                                training.path("losses").get(n).asDouble(),
                                withinRelative(training.path("losses").get(n)));
                assertThat(step.gradientNorm())
                        .isCloseTo(
                                training.path("grad_norms").get(n).asDouble(),
                                withinRelative(training.path("grad_norms").get(n)));
                compareParameters(name, trainer, training, "after_step_" + (n + 1));
            }
        }
    }

    private static void compareLogprobs(String name, LossResult ours, JsonNode expected) {
        for (int s = 0; s < expected.size(); s++) {
            assertThat(ours.examples().get(s).logprobs())
                    .as("%s, logprobs of sequence %d", name, s)
                    .containsExactly(Fixture.floats(expected.get(s)), within(1e-4f));
        }
    }

    private static org.assertj.core.data.Offset<Double> withinRelative(JsonNode expected) {
        return within(1e-4 * Math.abs(expected.asDouble()));
    }

    private static void compareGradient(String name, SafetensorsWriter.Tensor tensor, JsonNode expected) {
        FloatBuffer ours = floats(tensor);
        double norm = expected.path("grad_norm").asDouble();
        double sum = 0;
        for (int i = 0; i < ours.limit(); i++) {
            sum += (double) ours.get(i) * ours.get(i);
        }
        assertThat(Math.sqrt(sum)).as("%s %s norm", name, tensor.name()).isCloseTo(norm, within(1e-4 * norm + 1e-7));
        JsonNode indices = expected.path("indices");
        for (int i = 0; i < indices.size(); i++) {
            assertThat((double) ours.get(indices.get(i).asInt()))
                    .as("%s %s[%d]", name, tensor.name(), indices.get(i).asInt())
                    .isCloseTo(expected.path("grad").get(i).asDouble(), within(1e-4 * norm + 1e-7));
        }
    }

    private static void compareParameters(String name, Trainer trainer, JsonNode training, String after) {
        for (SafetensorsWriter.Tensor tensor : trainer.decoder().weights().export(ElementType.F32)) {
            JsonNode expected = training.path("parameters").path(tensor.name());
            FloatBuffer ours = floats(tensor);
            JsonNode indices = expected.path("indices");
            for (int i = 0; i < indices.size(); i++) {
                // Adam divides by the gradient's own size: where that is rounding noise, so is the step
                double tolerance = Math.abs(expected.path("grad").get(i).asDouble()) < 1e-5 ? 2.1e-3 : 2e-5;
                assertThat((double) ours.get(indices.get(i).asInt()))
                        .as("%s %s[%d] %s", name, tensor.name(), indices.get(i).asInt(), after)
                        .isCloseTo(expected.path(after).get(i).asDouble(), within(tolerance));
            }
        }
    }

    private static FloatBuffer floats(SafetensorsWriter.Tensor tensor) {
        return Tensors.bytes(tensor).asFloatBuffer();
    }

    private static AdamW settings(JsonNode training) {
        JsonNode adamw = training.path("adamw");
        return new AdamW(
                adamw.path("betas").get(0).asDouble(),
                adamw.path("betas").get(1).asDouble(),
                adamw.path("eps").asDouble(),
                adamw.path("weight_decay").asDouble(),
                true,
                adamw.path("max_grad_norm").asDouble());
    }

    static List<Example> examples(JsonNode training) {
        List<Example> examples = new ArrayList<>();
        for (int s = 0; s < training.path("sequences").size(); s++) {
            int[] tokens = Fixture.ints(training.path("sequences").get(s));
            float[] given = Fixture.floats(training.path("weights").get(s));
            float[] weights = new float[tokens.length];
            System.arraycopy(given, 0, weights, 1, given.length);
            examples.add(new Example(tokens, weights));
        }
        return examples;
    }
}
