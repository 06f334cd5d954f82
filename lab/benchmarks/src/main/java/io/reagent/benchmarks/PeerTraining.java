package io.reagent.benchmarks;

import ai.djl.Device;
import io.reagent.benchmarks.PeerWork.Turn;
import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.checkpoint.LoraTarget;
import io.reagent.lm.decoder.Backpropagation;
import io.reagent.lm.decoder.Backpropagation.MatrixProducts;
import io.reagent.lm.decoder.Decoder;
import io.reagent.lm.train.AdamW;
import io.reagent.lm.train.Example;
import io.reagent.lm.train.StepResult;
import io.reagent.lm.train.Trainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One optimizer step on every sequence of the work; each token but the first is a target. */
final class PeerTraining implements AutoCloseable {
    private static final long SEED = 1;

    /** What an adapter stands on; null where all weights are trained. */
    private final @Nullable Decoder base;

    private final Trainer trainer;
    private final PeerWork work;
    private final List<Example> examples;
    private final int targets;
    private double firstLoss = Double.NaN;

    PeerTraining(Path checkpoint, PeerWork work) {
        this.work = work;
        this.targets = work.requests().stream()
                .mapToInt(request -> request.prompt().length - 1)
                .sum();
        this.examples = work.requests().stream()
                .map(request -> example(request.prompt(), 1f / targets))
                .toList();
        MatrixProducts products = work.dtype().equals("bf16") ? MatrixProducts.BFLOAT16 : MatrixProducts.FLOAT32;
        int tokenBudget = work.rows() * work.longestPrompt();
        Trainer.Settings settings =
                new Trainer.Settings(AdamW.DEFAULT, tokenBudget, products, Backpropagation.Limits.DEFAULT);
        PeerWork.Lora lora = work.lora();
        if (lora == null) {
            this.base = null;
            this.trainer = Trainer.load(checkpoint, Device.cpu(), settings);
        } else {
            LoraConfig config = new LoraConfig(lora.rank(), lora.alpha(), LoraTarget.of(true, true, false));
            this.base = Decoder.load(checkpoint, Device.cpu(), true);
            this.trainer = Trainer.lora(base, config, SEED, settings);
        }
    }

    private static Example example(int[] tokens, float weight) {
        float[] weights = new float[tokens.length];
        Arrays.fill(weights, 1, weights.length, weight);
        return new Example(tokens, weights);
    }

    Turn step() {
        long start = System.nanoTime();
        StepResult result = trainer.step(examples, work.learningRate());
        double seconds = (System.nanoTime() - start) / 1e9;
        if (Double.isNaN(firstLoss)) {
            firstLoss = result.loss();
        }
        return new Turn(targets / seconds, List.of(firstLoss));
    }

    @Override
    public void close() {
        trainer.close();
        if (base != null) {
            base.close();
        }
    }
}
