package io.reagent.lm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import io.reagent.lm.Fixture;
import io.reagent.lm.checkpoint.CheckpointException;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.checkpoint.LoraTarget;
import io.reagent.lm.decoder.Decoder;
import io.reagent.lm.train.AdamW;
import io.reagent.lm.train.Trainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AdapterGenerationTest {
    private static final int[] PROMPT = new SplittableRandom(1).ints(30, 0, 300).toArray();
    private static final List<String> NAMES = List.of("", "one", "two");

    private final Path base = Fixture.named("qwen2").directory();

    @TempDir
    private Path adapters;

    @BeforeEach
    void save() {
        try (Decoder decoder = Decoder.load(base, Device.cpu(), true)) {
            save(decoder, "one", new LoraConfig(4, 8, EnumSet.allOf(LoraTarget.class)), 1);
            save(decoder, "two", new LoraConfig(2, 4, LoraTarget.of(true, false, false)), 2);
        }
    }

    @Test
    void requests_with_different_adapters_get_together_what_they_get_alone() {
        List<List<Integer>> alone = new ArrayList<>();
        for (String name : NAMES) {
            try (LanguageModel model = model()) {
                alone.add(ids(model, name));
            }
        }
        assertThat(Set.copyOf(alone)).hasSize(3);
        try (LanguageModel model = model()) {
            List<Generation> together = new ArrayList<>();
            for (int copy = 0; copy < 3; copy++) {
                NAMES.forEach(name -> together.add(model.generate(request(name), token -> {})));
            }
            for (int i = 0; i < together.size(); i++) {
                assertThat(ids(together.get(i))).isEqualTo(alone.get(i % 3));
            }
        }
    }

    @Test
    void a_prefix_is_reused_only_by_requests_with_the_same_adapter() {
        try (LanguageModel model = model()) {
            assertThat(reused(model, "one")).isZero();
            assertThat(reused(model, "two")).isZero();
            assertThat(reused(model, "")).isZero();
            assertThat(reused(model, "one")).isEqualTo(PROMPT.length - 1);
            assertThat(reused(model, "two")).isEqualTo(PROMPT.length - 1);
            assertThat(reused(model, "")).isEqualTo(PROMPT.length - 1);
        }
    }

    @Test
    void an_adapter_taken_away_can_no_longer_be_named_and_its_name_can_stand_for_another() {
        try (LanguageModel model = model()) {
            List<Integer> two = ids(model, "two");
            assertThat(model.adapters()).containsExactly("one", "two");
            CompletableFuture<GeneratedToken> first = new CompletableFuture<>();
            Generation running = model.generate(request("one"), first::complete);
            first.join();
            model.unloadAdapter("one").join();
            assertThatThrownBy(() -> model.generate(request("one"), token -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("adapter 'one' is not loaded; loaded are [two]");
            model.loadAdapter("one", adapters.resolve("two")).join();
            assertThat(ids(model, "one")).isEqualTo(two);
            assertThat(running.completion()).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void what_cannot_be_loaded_fails_its_caller_alone() {
        try (LanguageModel model = model()) {
            assertThatThrownBy(() ->
                            model.loadAdapter("one", adapters.resolve("one")).join())
                    .hasCauseInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("give it a new name");
            assertThatThrownBy(() ->
                            model.loadAdapter("three", adapters.resolve("none")).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(CheckpointException.class);
            assertThat(ids(model, "one")).hasSize(20);
        }
    }

    private LanguageModel model() {
        LanguageModel model = LanguageModel.load(base, 64);
        model.loadAdapter("one", adapters.resolve("one")).join();
        model.loadAdapter("two", adapters.resolve("two")).join();
        return model;
    }

    private void save(Decoder decoder, String name, LoraConfig config, long seed) {
        try (Trainer trainer = Trainer.lora(decoder, config, seed, new Trainer.Settings(AdamW.DEFAULT, 64))) {
            SplittableRandom random = new SplittableRandom(seed);
            for (PtNDArray parameter : trainer.trained().parameters()) {
                float[] values = new float[(int) parameter.getShape().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (0.15 * random.nextGaussian());
                }
                parameter.set(values);
            }
            trainer.saveWeights(base, adapters.resolve(name), ElementType.F32);
        }
    }

    private static int reused(LanguageModel model, String adapter) {
        return model.generate(request(adapter), token -> {}).completion().join().reusedTokens();
    }

    private static List<Integer> ids(LanguageModel model, String adapter) {
        return ids(model.generate(request(adapter), token -> {}));
    }

    private static List<Integer> ids(Generation generation) {
        return generation.completion().join().tokens().stream()
                .map(GeneratedToken::id)
                .toList();
    }

    private static GenerationRequest request(String adapter) {
        return GenerationRequest.of(PROMPT, 20)
                .drawn(SamplingParameters.GREEDY, 0)
                .withAdapter(adapter);
    }
}
