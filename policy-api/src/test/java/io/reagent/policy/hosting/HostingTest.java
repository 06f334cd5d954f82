package io.reagent.policy.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.dialogue.Dialogue;
import io.reagent.kit.problem.ProblemException;
import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.checkpoint.LoraTarget;
import io.reagent.lm.decoder.Loss;
import io.reagent.lm.generate.Completion;
import io.reagent.lm.generate.GenerationRequest;
import io.reagent.lm.generate.SamplingParameters;
import io.reagent.lm.train.AdamW;
import io.reagent.lm.train.Example;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HostingTest {
    private static final Path TINY = Path.of("../models/rrm-tiny");
    private static final LoraConfig LORA = new LoraConfig(8, 32, LoraTarget.of(true, true, false));
    private static final int[] TOKENS =
            IntStream.range(0, 64).map(i -> 20 + i % 7).toArray();
    private static BaseModels bases;
    private static Samplers samplers;

    @TempDir
    Path directory;

    @BeforeAll
    static void load() {
        bases = BaseModels.load(Map.of("tiny", BaseModelProperties.of(TINY)));
        samplers = new Samplers(bases, new HostingProperties(Map.of(), Map.of(), Path.of("unused"), 2, 1));
    }

    @AfterAll
    static void close() {
        samplers.close();
        bases.close();
    }

    private static TrainingModel model(@Nullable LoraConfig lora) {
        return TrainingModel.create(bases.named("tiny"), lora, 1).join();
    }

    private static double step(TrainingModel model) {
        double loss = model.forwardBackward(List.of(example()), new Loss.CrossEntropy())
                .join()
                .loss();
        model.optimStep(AdamW.DEFAULT, 3e-3).join();
        return loss;
    }

    private static Example example() {
        return example(TOKENS);
    }

    private static Example example(int[] tokens) {
        float[] weights = new float[tokens.length];
        java.util.Arrays.fill(weights, 1, weights.length, 1f / weights.length);
        return new Example(tokens, weights);
    }

    private static Completion sample(PolicyWeights weights) {
        try (Sampler sampler = samplers.open(weights).block(Duration.ofSeconds(60))) {
            return sampler.generate(GenerationRequest.of(TOKENS, 12).drawn(SamplingParameters.GREEDY, 0), token -> {})
                    .completion()
                    .join();
        }
    }

    private static List<Integer> ids(Completion completion) {
        return completion.tokens().stream().map(token -> token.id()).toList();
    }

    @Test
    void anAdapterLearnsAndIsSampledAsSavedWhileItTrainsOn() {
        TrainingModel model = model(LORA);
        Completion before = sample(new PolicyWeights.Base("tiny"));
        double first = step(model);
        for (int i = 0; i < 20; i++) {
            step(model);
        }
        model.saveForSampling(directory.resolve("a")).join();
        PolicyWeights saved = new PolicyWeights.Saved("tiny", directory.resolve("a"));
        List<Integer> learned = ids(sample(saved));
        assertThat(learned)
                .isEqualTo(IntStream.range(64, 76).mapToObj(i -> 20 + i % 7).toList());
        assertThat(step(model)).isLessThan(first / 10);
        assertThat(ids(sample(saved))).isEqualTo(learned);
        assertThat(ids(sample(new PolicyWeights.Base("tiny"))))
                .isEqualTo(ids(before))
                .isNotEqualTo(learned);
        model.unload().join();
    }

    @Test
    void aChatTemplateIsTriedOutOnceForAllWhoSampleTheWeights() {
        TrainingModel model = model(LORA);
        model.saveForSampling(directory.resolve("a")).join();
        TrainingModel copy = model(null);
        copy.saveForSampling(directory.resolve("full")).join();
        PolicyWeights.Saved full = new PolicyWeights.Saved("tiny", directory.resolve("full"));

        Dialogue base = dialogue(new PolicyWeights.Base("tiny"));
        Dialogue own = dialogue(full);

        assertThat(dialogue(new PolicyWeights.Base("tiny"))).isSameAs(base);
        assertThat(dialogue(new PolicyWeights.Saved("tiny", directory.resolve("a"))))
                .isSameAs(base);
        assertThat(dialogue(full)).isSameAs(own).isNotSameAs(base);
        model.unload().join();
        copy.unload().join();
    }

    private static Dialogue dialogue(PolicyWeights weights) {
        try (Sampler sampler = samplers.open(weights).block(Duration.ofSeconds(60))) {
            return sampler.dialogue();
        }
    }

    @Test
    void anAdapterThatMadeRoomIsLoadedAgainAlsoWhileTheModelHasMoreToLoad() {
        TrainingModel model = model(LORA);
        TrainingModel copy = model(null);
        List<PolicyWeights.Saved> saved = new java.util.ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            step(model);
            model.saveForSampling(directory.resolve(name)).join();
            saved.add(new PolicyWeights.Saved("tiny", directory.resolve(name)));
        }
        copy.saveForSampling(directory.resolve("full")).join();
        PolicyWeights full = new PolicyWeights.Saved("tiny", directory.resolve("full"));
        List<List<Integer>> first =
                saved.stream().map(weights -> ids(sample(weights))).toList();
        // room for two: each one asked for puts out the one before the last, while a whole model is being loaded
        for (int round = 0; round < 20; round++) {
            var loading = samplers.open(full).toFuture();
            var unused = samplers.open(saved.get(1)).toFuture().thenAccept(Sampler::close);
            for (int i = 0; i < saved.size(); i++) {
                assertThat(ids(sample(saved.get(i)))).isEqualTo(first.get(i));
            }
            loading.join().close();
            unused.join();
        }
        model.unload().join();
        copy.unload().join();
    }

    @Test
    void allWeightsOfACopyAreTrainedAndTheBaseStays() {
        TrainingModel model = model(null);
        List<Integer> before = ids(sample(new PolicyWeights.Base("tiny")));
        for (int i = 0; i < 12; i++) {
            step(model);
        }
        model.saveForSampling(directory.resolve("full")).join();
        assertThat(ids(sample(new PolicyWeights.Saved("tiny", directory.resolve("full")))))
                .isEqualTo(IntStream.range(64, 76).mapToObj(i -> 20 + i % 7).toList());
        assertThat(ids(sample(new PolicyWeights.Base("tiny")))).isEqualTo(before);
        model.unload().join();
    }

    @Test
    void goesOnFromSavedWeightsExactly() {
        TrainingModel model = model(LORA);
        step(model);
        model.save(directory.resolve("s")).join();
        double second = step(model);
        double third = step(model);
        TrainingModel other = model(LORA);
        other.load(directory.resolve("s"), true).join();
        assertThat(step(other)).isEqualTo(second);
        assertThat(step(other)).isEqualTo(third);
        model.unload().join();
        other.unload().join();
    }

    @Test
    void saidWeightsAreRefusedWhenTheyAreNotThereAndTriedAgainWhenTheyAre() {
        PolicyWeights saved = new PolicyWeights.Saved("tiny", directory.resolve("late"));
        assertThatThrownBy(() -> sample(saved)).isInstanceOf(RuntimeException.class);
        TrainingModel model = model(null);
        model.saveForSampling(directory.resolve("late")).join();
        assertThat(sample(saved).tokens()).hasSize(12);
        model.unload().join();
    }

    @Test
    void weightsUsedLongestAgoMakeRoomUnlessTheyAreHeld() {
        TrainingModel model = model(LORA);
        step(model);
        for (String name : List.of("1", "2", "3", "4")) {
            model.saveForSampling(directory.resolve(name)).join();
        }
        Sampler held = samplers.open(new PolicyWeights.Saved("tiny", directory.resolve("1")))
                .block(Duration.ofSeconds(30));
        for (String name : List.of("2", "3", "4")) {
            sample(new PolicyWeights.Saved("tiny", directory.resolve(name)));
        }
        assertThat(bases.named("tiny").model().adapters())
                .contains(
                        directory.resolve("1").toString(),
                        directory.resolve("4").toString())
                .doesNotContain(directory.resolve("2").toString());
        held.close();
        model.unload().join();
    }

    @Test
    void moreWeightsThanThereIsRoomForAreSampledTogetherAndLeaveWhenTheyAreLetGo() {
        TrainingModel model = model(LORA);
        step(model);
        List<Sampler> held = new java.util.ArrayList<>();
        for (String name : List.of("p", "q", "r", "s")) {
            model.saveForSampling(directory.resolve(name)).join();
            held.add(samplers.open(new PolicyWeights.Saved("tiny", directory.resolve(name)))
                    .block(Duration.ofSeconds(30)));
        }
        List<CompletableFuture<Completion>> together = held.stream()
                .map(sampler -> sampler.generate(
                                GenerationRequest.of(TOKENS, 12).drawn(SamplingParameters.GREEDY, 0), token -> {})
                        .completion())
                .toList();
        double loss = step(model);

        assertThat(loss).isFinite();
        assertThat(together)
                .allSatisfy(completion -> assertThat(completion.join().tokens()).hasSize(12));
        held.forEach(Sampler::close);
        sample(new PolicyWeights.Base("tiny"));
        assertThat(bases.named("tiny").model().adapters())
                .contains(
                        directory.resolve("r").toString(),
                        directory.resolve("s").toString())
                .doesNotContain(
                        directory.resolve("p").toString(),
                        directory.resolve("q").toString());
        model.unload().join();
    }

    @Test
    void samplingGoesOnBetweenMicroBatches() {
        TrainingModel model = model(LORA);
        // sequences that begin differently share nothing: many micro-batches, a second or two of training
        List<Example> many = IntStream.range(0, 300)
                .mapToObj(i -> {
                    int[] tokens = TOKENS.clone();
                    tokens[0] = i;
                    return example(tokens);
                })
                .toList();
        CompletableFuture<?> training = model.forwardBackward(many, new Loss.CrossEntropy());
        sample(new PolicyWeights.Base("tiny"));
        assertThat(training.isDone()).isFalse();
        training.join();
        model.unload().join();
    }

    @Test
    void aStepWithoutGradientsAndAnUnloadedModelAreErrors() {
        TrainingModel model = model(LORA);
        assertThatThrownBy(() -> model.optimStep(AdamW.DEFAULT, 1e-3).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        model.unload().join();
        assertThatThrownBy(() -> step(model)).hasRootCauseMessage("the model was unloaded");
        assertThatThrownBy(() -> samplers.open(new PolicyWeights.Base("none")).block())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no base model 'none'");
    }
}
