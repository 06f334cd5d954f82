package io.reagent.policy.hosting;

import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.compute.ComputeThread;
import io.reagent.lm.compute.Devices;
import io.reagent.lm.decoder.Loss;
import io.reagent.lm.train.AdamW;
import io.reagent.lm.train.Example;
import io.reagent.lm.train.LossResult;
import io.reagent.lm.train.OptimizerStep;
import io.reagent.lm.train.Positions;
import io.reagent.lm.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Weights in training: a low-rank adapter over a base model, or all weights of a copy of it. Calls run one after the
 * other in the order they are made, on the base model's thread, where sampling goes on between micro-batches.
 */
public final class TrainingModel {
    private final BaseModel base;
    private final @Nullable LoraConfig lora;
    private final ComputeThread thread;
    /** On the thread alone. */
    private @Nullable Trainer trainer;

    private TrainingModel(BaseModel base, @Nullable LoraConfig lora) {
        this.base = base;
        this.thread = base.model().thread();
        this.lora = lora;
    }

    /**
     * New weights: an adapter that changes nothing yet, or the base's own.
     *
     * @param lora null to train all weights
     * @param seed of the adapter's first weights
     */
    public static CompletableFuture<TrainingModel> create(BaseModel base, @Nullable LoraConfig lora, long seed) {
        TrainingModel model = new TrainingModel(base, lora);
        return model.thread.submit(() -> {
            model.replace(
                    lora == null
                            ? Trainer.load(
                                    base.directory(),
                                    Devices.named(base.settings().device()),
                                    model.settings())
                            : Trainer.lora(base.model().decoder(), lora, seed, model.settings()));
            return model;
        });
    }

    public BaseModel base() {
        return base;
    }

    /** What the adapter is like, or null when all weights are trained. */
    public @Nullable LoraConfig lora() {
        return lora;
    }

    private Trainer.Settings settings() {
        return new Trainer.Settings(AdamW.DEFAULT, base.settings().microBatch());
    }

    private void replace(Trainer by) {
        if (trainer != null) {
            trainer.close();
        }
        trainer = by;
        by.pauseBetweenBatches(thread::pause);
    }

    private <T> CompletableFuture<T> call(Callable<T> work) {
        return thread.submit(work);
    }

    private Trainer open() {
        if (trainer == null) {
            throw new IllegalStateException("the model was unloaded");
        }
        return trainer;
    }

    /**
     * Computes a loss and adds its gradients to those since the last step.
     *
     * @throws io.reagent.lm.train.BadExampleException (in the future) before anything is computed
     * @throws io.reagent.lm.train.NonFiniteGradientException (in the future) after which there are no gradients
     */
    public CompletableFuture<LossResult> forwardBackward(List<Example> examples, Loss loss) {
        return call(() -> open().forwardBackward(examples, loss, Positions.ALL));
    }

    /** Computes a loss alone. */
    public CompletableFuture<LossResult> forward(List<Example> examples, Loss loss) {
        return call(() -> open().forward(examples, loss));
    }

    /** Moves the weights by the gradients since the last step; fails with IllegalStateException when there are none. */
    public CompletableFuture<OptimizerStep> optimStep(AdamW adamW, double learningRate) {
        return call(() -> open().optimStep(adamW, learningRate));
    }

    /** Saves weights and optimizer to train on from. */
    public CompletableFuture<Void> save(Path directory) {
        return call(() -> {
            open().save(base.directory(), directory);
            return null;
        });
    }

    /** Saves weights to sample from, as a PEFT or Hugging Face directory. */
    public CompletableFuture<Void> saveForSampling(Path directory) {
        return call(() -> {
            open().saveWeights(base.directory(), directory, ElementType.F32);
            return null;
        });
    }

    /**
     * Goes on from saved weights.
     *
     * @param optimizer whether with the optimizer's state, too
     */
    public CompletableFuture<Void> load(Path directory, boolean optimizer) {
        return call(() -> {
            replace(
                    lora == null
                            ? Trainer.load(
                                    directory, Devices.named(base.settings().device()), settings(), optimizer)
                            : Trainer.loadLora(base.model().decoder(), directory, settings(), optimizer));
            return null;
        });
    }

    /** Frees the weights after the calls before; what is called later fails with IllegalStateException. */
    public CompletableFuture<Void> unload() {
        return call(() -> {
            if (trainer != null) {
                trainer.close();
                trainer = null;
            }
            return null;
        });
    }
}
