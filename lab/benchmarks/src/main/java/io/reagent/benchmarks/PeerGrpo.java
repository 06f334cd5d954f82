package io.reagent.benchmarks;

import ai.djl.Device;
import io.reagent.benchmarks.PeerWork.Request;
import io.reagent.benchmarks.PeerWork.Turn;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.checkpoint.LoraTarget;
import io.reagent.lm.decoder.Backpropagation;
import io.reagent.lm.decoder.Backpropagation.MatrixProducts;
import io.reagent.lm.decoder.Decoder;
import io.reagent.lm.decoder.Loss;
import io.reagent.lm.generate.Completion;
import io.reagent.lm.generate.Engine;
import io.reagent.lm.generate.GeneratedToken;
import io.reagent.lm.generate.GenerationRequest;
import io.reagent.lm.generate.LanguageModel;
import io.reagent.lm.generate.SamplingParameters;
import io.reagent.lm.train.AdamW;
import io.reagent.lm.train.Example;
import io.reagent.lm.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * One step of GRPO (Shao et al., 2024) on an adapter: a group of completions for each prompt, rewards, advantages within
 * the group, one clipped policy-gradient step, and the new adapter back to the model that generates.
 */
final class PeerGrpo implements AutoCloseable {
    private static final SamplingParameters SAMPLED = new SamplingParameters(1, 0, 1, 0);
    private static final String ADAPTER = "policy";

    private final Path checkpoint;
    private final PeerWork work;
    private final LanguageModel model;
    private final Decoder base;
    private final Trainer trainer;
    private final Path saved;

    PeerGrpo(Path checkpoint, PeerWork work) throws IOException {
        this.checkpoint = checkpoint;
        this.work = work;
        int longest = work.longestPrompt() + work.requests().getFirst().newTokens();
        int sequences = work.requests().size() * work.samples();
        this.model = LanguageModel.load(checkpoint, Device.cpu(), new Engine.Limits(sequences, sequences));
        this.base = Decoder.load(checkpoint, Device.cpu(), true);
        PeerWork.Lora lora = Objects.requireNonNull(work.lora());
        this.trainer = Trainer.lora(
                base,
                new LoraConfig(lora.rank(), lora.alpha(), LoraTarget.of(true, true, false)),
                1,
                new Trainer.Settings(
                        AdamW.DEFAULT, work.rows() * longest, MatrixProducts.FLOAT32, Backpropagation.Limits.DEFAULT));
        this.saved = Files.createTempDirectory("reagent-bench-adapter").resolve(ADAPTER);
        publish();
    }

    /** Steps an hour. */
    Turn step(int turn) {
        long start = System.nanoTime();
        List<List<CompletableFuture<Completion>>> groups = new ArrayList<>();
        for (Request request : work.requests()) {
            int[] prompt = work.prompt(request, turn);
            List<CompletableFuture<Completion>> group = new ArrayList<>();
            for (int sample = 0; sample < work.samples(); sample++) {
                long seed = (long) groups.size() * work.samples() + sample;
                group.add(model.generate(request(prompt, request.newTokens(), seed), token -> {})
                        .completion());
            }
            groups.add(group);
        }
        List<Example> examples = new ArrayList<>();
        for (int task = 0; task < groups.size(); task++) {
            List<Completion> group =
                    groups.get(task).stream().map(CompletableFuture::join).toList();
            examples.addAll(examples(work.prompt(work.requests().get(task), turn), group));
        }
        trainer.forwardBackward(examples, Loss.Ppo.DEFAULT);
        trainer.optimStep(AdamW.DEFAULT, work.learningRate());
        publish();
        return new Turn(3_600e9 / (System.nanoTime() - start), List.of());
    }

    private static GenerationRequest request(int[] prompt, int newTokens, long seed) {
        return GenerationRequest.of(prompt, newTokens).drawn(SAMPLED, seed).withAdapter(ADAPTER);
    }

    /** Each completion with its reward less the group's mean, over the group's deviation. */
    private List<Example> examples(int[] prompt, List<Completion> group) {
        double[] rewards = group.stream().mapToDouble(PeerGrpo::reward).toArray();
        double mean = Arrays.stream(rewards).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(rewards)
                .map(reward -> (reward - mean) * (reward - mean))
                .average()
                .orElseThrow());
        int tokens = work.requests().size()
                * work.samples()
                * work.requests().getFirst().newTokens();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            double advantage = (rewards[i] - mean) / (deviation + 1e-4);
            examples.add(example(prompt, group.get(i).tokens(), 1f / tokens, (float) advantage));
        }
        return examples;
    }

    private static Example example(int[] prompt, List<GeneratedToken> generated, float weight, float advantage) {
        int length = prompt.length + generated.size();
        int[] tokens = Arrays.copyOf(prompt, length);
        float[] weights = new float[length];
        float[] logprobs = new float[length];
        float[] advantages = new float[length];
        for (int i = 0; i < generated.size(); i++) {
            int at = prompt.length + i;
            tokens[at] = generated.get(i).id();
            weights[at] = weight;
            logprobs[at] = generated.get(i).logprob();
            advantages[at] = advantage;
        }
        return new Example(tokens, weights, logprobs, advantages);
    }

    /** The share of even tokens: costs nothing and differs within a group. */
    private static double reward(Completion completion) {
        return completion.tokens().stream()
                .mapToInt(token -> token.id() % 2 == 0 ? 1 : 0)
                .average()
                .orElseThrow();
    }

    private void publish() {
        trainer.saveWeights(checkpoint, saved, ElementType.F32);
        if (model.adapters().contains(ADAPTER)) {
            model.unloadAdapter(ADAPTER).join();
        }
        model.loadAdapter(ADAPTER, saved).join();
    }

    @Override
    public void close() {
        trainer.close();
        base.close();
        model.close();
    }
}
