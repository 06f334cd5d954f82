package io.reagent.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import io.reagent.lm.Fixture;
import io.reagent.lm.Tensors;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.checkpoint.LoraTarget;
import io.reagent.lm.checkpoint.Safetensors;
import io.reagent.lm.checkpoint.SafetensorsWriter;
import io.reagent.lm.decoder.Adapter;
import io.reagent.lm.decoder.Decoder;
import io.reagent.lm.decoder.Loss;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Gradients of every loss, of all weights and of an adapter on each target, against torch and PEFT in float64. */
class GradientParityTest {
    private static final double RELATIVE = 1e-4;
    /** Two micro-batches, one with the two examples that begin alike. */
    private static final int BUDGET = 40;

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"qwen3", "qwen2"})
    void gradients_of_all_weights_equal_those_of_torch(String name) {
        Fixture fixture = Fixture.named(name);
        try (Trainer trainer = Trainer.load(fixture.directory(), Device.cpu(), AdamW.DEFAULT, BUDGET)) {
            compare(name, trainer, fixture.gradients(), fixture.gradients().path("full"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3", "qwen2"})
    void gradients_of_an_adapter_on_each_target_and_on_all_equal_those_of_peft(String name) throws Exception {
        Fixture fixture = Fixture.named(name);
        try (Decoder base = Decoder.load(fixture.directory(), Device.cpu(), true)) {
            for (JsonNode adapter : fixture.gradients().path("adapters")) {
                Set<LoraTarget> targets = EnumSet.noneOf(LoraTarget.class);
                adapter.path("targets")
                        .forEach(target ->
                                targets.add(LoraTarget.valueOf(target.asString().toUpperCase(Locale.ROOT))));
                Path directory = only(targets, fixture.directory().resolve("adapter"));
                try (Trainer trainer = Trainer.loadLora(base, directory, new Trainer.Settings(AdamW.DEFAULT, BUDGET))) {
                    compare(name + " " + targets, trainer, fixture.gradients(), adapter.path("losses"));
                }
            }
        }
    }

    private static void compare(String name, Trainer trainer, JsonNode document, JsonNode losses) {
        List<Example> examples = examples(document.path("examples"));
        assertThat(losses.propertyNames())
                .containsExactlyInAnyOrder("cross_entropy", "importance_sampling", "ppo", "cispo");
        losses.properties().forEach(entry -> {
            String as = name + " " + entry.getKey();
            JsonNode expected = entry.getValue();
            Loss loss = loss(entry.getKey(), document.path("bounds").path(entry.getKey()));
            double sum = expected.path("loss").asDouble();
            assertThat(trainer.forwardBackward(examples, loss).loss())
                    .as(as)
                    .isCloseTo(sum, within(RELATIVE * Math.abs(sum)));
            List<PtNDArray> gradients = trainer.backpropagation().gradients();
            List<SafetensorsWriter.Tensor> tensors = trainer.trained().export(gradients, ElementType.F32);
            assertThat(tensors)
                    .extracting(SafetensorsWriter.Tensor::name)
                    .containsExactlyInAnyOrderElementsOf(
                            expected.path("parameters").propertyNames());
            for (SafetensorsWriter.Tensor tensor : tensors) {
                compare(
                        as + " " + tensor.name(),
                        tensor,
                        expected.path("parameters").path(tensor.name()));
            }
            gradients.forEach(PtNDArray::close);
            trainer.discardGradients();
        });
    }

    /** Norm of the whole, and distance at the places, relative to what these places hold or as many hold on average. */
    private static void compare(String as, SafetensorsWriter.Tensor tensor, JsonNode expected) {
        FloatBuffer ours = Tensors.bytes(tensor).asFloatBuffer();
        double norm = expected.path("norm").asDouble();
        double sum = 0;
        for (int i = 0; i < ours.limit(); i++) {
            sum += (double) ours.get(i) * ours.get(i);
        }
        assertThat(Math.sqrt(sum)).as("norm of %s", as).isCloseTo(norm, within(RELATIVE * norm));
        JsonNode indices = expected.path("indices");
        double distance = 0;
        double length = 0;
        for (int i = 0; i < indices.size(); i++) {
            double value = expected.path("values").get(i).asDouble();
            double difference = ours.get(indices.get(i).asInt()) - value;
            distance += difference * difference;
            length += value * value;
        }
        double usual = norm * Math.sqrt((double) indices.size() / ours.limit());
        assertThat(Math.sqrt(distance) / Math.max(Math.sqrt(length), usual))
                .as(as)
                .isLessThan(RELATIVE);
    }

    private static Loss loss(String name, JsonNode bounds) {
        return switch (name) {
            case "cross_entropy" -> new Loss.CrossEntropy();
            case "importance_sampling" -> new Loss.ImportanceSampling();
            case "ppo" -> new Loss.Ppo(bounds.get(0).asDouble(), bounds.get(1).asDouble());
            case "cispo" ->
                new Loss.Cispo(bounds.get(0).asDouble(), bounds.get(1).asDouble());
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static List<Example> examples(JsonNode given) {
        List<Example> examples = new ArrayList<>();
        for (JsonNode example : given) {
            int[] tokens = Fixture.ints(example.path("tokens"));
            examples.add(new Example(
                    tokens,
                    shifted(example.path("weights")),
                    shifted(example.path("logprobs")),
                    shifted(example.path("advantages"))));
        }
        return examples;
    }

    /** Begins with a 0 for the first token, which nothing predicts. */
    private static float[] shifted(JsonNode given) {
        float[] values = Fixture.floats(given);
        float[] shifted = new float[values.length + 1];
        System.arraycopy(values, 0, shifted, 1, values.length);
        return shifted;
    }

    /** The adapter with these of its targets. */
    private Path only(Set<LoraTarget> targets, Path adapter) throws Exception {
        Path directory = Files.createTempDirectory(temporary, "adapter");
        LoraConfig all = LoraConfig.read(adapter);
        Files.write(
                directory.resolve(LoraConfig.FILE),
                new LoraConfig(all.rank(), all.alpha(), targets).toJson(adapter.toString()));
        Safetensors file = Safetensors.openFile(adapter.resolve(Adapter.FILE));
        List<SafetensorsWriter.Tensor> kept = new ArrayList<>();
        for (Map.Entry<String, Safetensors.Entry> entry : file.entries().entrySet()) {
            if (targets.stream().anyMatch(target -> entry.getKey().contains("." + target.module() + "."))) {
                kept.add(Tensors.of(entry.getKey(), file, entry.getValue()));
            }
        }
        SafetensorsWriter.write(directory.resolve(Adapter.FILE), kept);
        return directory;
    }
}
