package io.reagent.benchmarks;

import ai.djl.Device;
import io.reagent.benchmarks.PeerWork.Turn;
import io.reagent.lm.decoder.Backpropagation.MatrixProducts;
import io.reagent.lm.train.AdamW;
import io.reagent.lm.train.Example;
import io.reagent.lm.train.StepResult;
import io.reagent.lm.train.Trainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** One optimizer step on every sequence of the work; each token but the first is a target. */
final class PeerTraining implements AutoCloseable {
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
        this.trainer = Trainer.load(checkpoint, Device.cpu(), AdamW.DEFAULT, tokenBudget, products);
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
    }
}
