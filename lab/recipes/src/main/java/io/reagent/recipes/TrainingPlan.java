package io.reagent.recipes;

import io.reagent.lm.checkpoint.Qwen3Shape;
import io.reagent.lm.decoder.Backpropagation.MatrixProducts;
import io.reagent.lm.train.AdamW;

/**
 * The settings of a training run; a command line may change each, see {@link Settings}.
 *
 * @param steps optimizer steps of the first phase
 * @param refineSteps optimizer steps after it, on other data
 * @param refinePeak learning rate at their start; it falls to zero
 * @param batch examples a step
 * @param microBatch tokens computed together, padding included
 * @param longest examples with more tokens are left out
 * @param peak learning rate after warm-up
 * @param warmUp steps until the peak
 * @param decay share of the steps at the end over which the learning rate falls to zero
 * @param products how matrices are multiplied
 * @param seed of the first weights
 * @param firstExample where in the endless stream of examples training begins
 * @param promptSteps so long prompt tokens are learned too: foretelling repeated names there teaches copying early
 * @param evidenceWeight weight of the tokens that a recipe singles out, against 1 for others
 * @param report steps between two lines of progress
 * @param saveSeconds time between two checkpoints
 */
record TrainingPlan(
        int steps,
        int refineSteps,
        double refinePeak,
        int batch,
        int microBatch,
        int longest,
        double peak,
        int warmUp,
        double decay,
        MatrixProducts products,
        double weightDecay,
        double beta2,
        int vocabulary,
        int hidden,
        int layers,
        int heads,
        int headDim,
        int intermediate,
        int context,
        long seed,
        long firstExample,
        int promptSteps,
        float evidenceWeight,
        int report,
        int saveSeconds) {

    /** The small judge's. */
    static final TrainingPlan JUDGE = new TrainingPlan(
            6000,
            1500,
            0.001,
            12,
            3000,
            850,
            0.002,
            150,
            0.5,
            MatrixProducts.BFLOAT16,
            0.05,
            0.98,
            1024,
            128,
            5,
            4,
            32,
            256,
            2048,
            1,
            0,
            600,
            3,
            20,
            180);

    /** The small policy's. */
    static final TrainingPlan POLICY = new TrainingPlan(
            2300,
            3900,
            0.0012,
            8,
            3000,
            1500,
            0.002,
            150,
            0.01,
            MatrixProducts.FLOAT32,
            0.05,
            0.98,
            1024,
            128,
            5,
            4,
            32,
            320,
            2048,
            1,
            3_000_000,
            3500,
            3,
            20,
            120);

    AdamW optimizer() {
        return new AdamW(0.9, beta2, 1e-8, weightDecay, false, 1.0);
    }

    /** Optimizer steps in all. */
    int totalSteps() {
        return steps + refineSteps;
    }

    boolean refines(long step) {
        return step >= steps;
    }

    double learningRate(long step) {
        if (refines(step)) {
            return refinePeak * (totalSteps() - step) / refineSteps;
        }
        if (step < warmUp) {
            return peak * (step + 1) / warmUp;
        }
        double left = (steps - step) / (decay * steps);
        return peak * Math.min(1, left);
    }

    float promptWeight(long step) {
        return step < promptSteps ? 0.1f : 0;
    }

    /** The model, with as many tokens as its vocabulary came to have. */
    Qwen3Shape shape(int vocabularySize) {
        return new Qwen3Shape(vocabularySize, hidden, layers, intermediate, heads, heads, headDim, context);
    }
}
