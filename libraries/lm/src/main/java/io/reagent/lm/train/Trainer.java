package io.reagent.lm.train;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import io.reagent.lm.checkpoint.CheckpointException;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.checkpoint.ModelConfig;
import io.reagent.lm.decoder.Adapter;
import io.reagent.lm.decoder.Backpropagation;
import io.reagent.lm.decoder.Backpropagation.MatrixProducts;
import io.reagent.lm.decoder.Decoder;
import io.reagent.lm.decoder.Loss;
import io.reagent.lm.decoder.Optimizer;
import io.reagent.lm.decoder.Parameters;
import io.reagent.lm.decoder.Weights;
import java.nio.file.Path;
import java.util.List;

/**
 * Training of one model, all of its weights or a low-rank adapter over them: gradients over token-budgeted
 * micro-batches, added up until an AdamW step uses them.
 *
 * <p>Not thread-safe; the thread that makes a trainer owns it.
 */
public final class Trainer implements AutoCloseable {
    private final Decoder decoder;
    private final Parameters trained;
    private final Optimizer optimizer;
    private final Backpropagation backpropagation;
    private final Settings settings;
    private long step;
    private boolean pending;
    private Runnable pause = () -> {};

    /**
     * How a model is trained.
     *
     * @param adamW of {@link #step}
     * @param tokenBudget positions of a micro-batch; a longer example has one to itself
     */
    public record Settings(AdamW adamW, int tokenBudget, MatrixProducts products, Backpropagation.Limits limits) {
        public Settings(AdamW adamW, int tokenBudget) {
            this(adamW, tokenBudget, MatrixProducts.FLOAT32, Backpropagation.Limits.DEFAULT);
        }
    }

    private Trainer(Decoder decoder, Parameters trained, Settings settings) {
        this.decoder = decoder;
        this.trained = trained;
        this.settings = settings;
        this.optimizer = new Optimizer(trained);
        this.backpropagation = new Backpropagation(decoder, trained, settings.products(), settings.limits());
    }

    /** Trains on from a checkpoint directory in float32. */
    public static Trainer load(Path directory, Device device, AdamW settings, int tokenBudget) {
        return load(directory, device, new Settings(settings, tokenBudget));
    }

    /** Trains on from a checkpoint directory. */
    public static Trainer load(
            Path directory, Device device, AdamW settings, int tokenBudget, MatrixProducts products) {
        return load(directory, device, new Settings(settings, tokenBudget, products, Backpropagation.Limits.DEFAULT));
    }

    /**
     * Trains on from a checkpoint directory, with the optimizer's state where one is saved beside it.
     *
     * @throws CheckpointException naming the file or tensor, what was expected and what found
     */
    public static Trainer load(Path directory, Device device, Settings settings) {
        return load(directory, device, settings, true);
    }

    /** Trains on from a checkpoint directory, with the optimizer's state only if that is wanted, too. */
    public static Trainer load(Path directory, Device device, Settings settings, boolean optimizer) {
        Decoder decoder = Decoder.load(directory, device, true);
        return new Trainer(decoder, decoder.weights(), settings).restored(directory, optimizer);
    }

    /** Starts from random weights; {@code directory} holds config.json and the tokenizer's files. */
    public static Trainer fromScratch(
            Path directory, Device device, long seed, AdamW settings, int tokenBudget, MatrixProducts products) {
        Decoder decoder = Decoder.initialise(ModelConfig.read(directory), device, seed);
        return new Trainer(
                decoder,
                decoder.weights(),
                new Settings(settings, tokenBudget, products, Backpropagation.Limits.DEFAULT));
    }

    /** Starts from random weights in float32. */
    public static Trainer fromScratch(Path directory, Device device, long seed, AdamW settings, int tokenBudget) {
        return fromScratch(directory, device, seed, settings, tokenBudget, MatrixProducts.FLOAT32);
    }

    /**
     * Trains an adapter over a base that stays as it is and that other trainers and generation on this thread may share;
     * closing the trainer closes the adapter alone.
     *
     * @param base loaded for training, so that it is in float32
     */
    public static Trainer lora(Decoder base, LoraConfig config, long seed, Settings settings) {
        return lora(Adapter.initialise(base, config, seed), settings);
    }

    /**
     * Trains on from an adapter's directory, with the optimizer's state where one is saved beside it.
     *
     * @throws CheckpointException naming the file or tensor, what was expected and what found
     */
    public static Trainer loadLora(Decoder base, Path directory, Settings settings) {
        return loadLora(base, directory, settings, true);
    }

    /** Trains on from an adapter's directory, with the optimizer's state only if that is wanted, too. */
    public static Trainer loadLora(Decoder base, Path directory, Settings settings, boolean optimizer) {
        return lora(Adapter.load(base, directory), settings).restored(directory, optimizer);
    }

    private Trainer restored(Path directory, boolean wanted) {
        if (wanted) {
            try {
                step = TrainingCheckpoint.restoreOptimizer(directory, trained, optimizer);
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }
        return this;
    }

    private static Trainer lora(Adapter adapter, Settings settings) {
        return new Trainer(adapter.base(), adapter, settings);
    }

    /** What is done between two micro-batches of a call, such as letting others compute. */
    public void pauseBetweenBatches(Runnable other) {
        pause = other;
    }

    /** Steps taken so far, over every session of this run. */
    public long steps() {
        return step;
    }

    /** Numbers that are trained. */
    public long parameterCount() {
        return trained.count();
    }

    /** What is trained: the model's weights, or an adapter. */
    public Parameters trained() {
        return trained;
    }

    /**
     * One step of supervised training: cross entropy, then AdamW with the settings given at the start. Weights are used
     * as they are, so the caller normalises.
     *
     * @throws NonFiniteGradientException when a loss or the gradient is not finite
     */
    public StepResult step(List<Example> examples, double learningRate) {
        LossResult result = forwardBackward(examples, new Loss.CrossEntropy());
        if (result.metrics().tokens() == 0) {
            throw new IllegalArgumentException("no token of the step's examples has a weight");
        }
        OptimizerStep taken = optimStep(settings.adamW(), learningRate);
        return new StepResult(
                taken.step(),
                result.loss(),
                taken.gradientNorm(),
                result.metrics().tokens(),
                result.tokens());
    }

    /** Computes a loss over the weighted targets and adds its gradients to those of earlier calls. */
    public LossResult forwardBackward(List<Example> examples, Loss loss) {
        return forwardBackward(examples, loss, Positions.WEIGHTED);
    }

    /**
     * Computes a loss and adds its gradients to those of earlier calls, until {@link #optimStep} uses them up.
     *
     * @param positions which logprobs are wanted; the gradient is the same
     * @throws BadExampleException before anything is computed
     * @throws NonFiniteGradientException when a micro-batch's loss or gradient is not finite
     */
    public LossResult forwardBackward(List<Example> examples, Loss loss, Positions positions) {
        check(examples, loss);
        List<MicroBatch> batches = Packing.pack(examples, positions, settings.tokenBudget());
        Pass pass = new Pass(loss, examples);
        try {
            for (int i = 0; i < batches.size(); i++) {
                if (i > 0) {
                    pause.run();
                }
                MicroBatch batch = batches.get(i);
                String where = " of micro-batch " + (i + 1) + " of " + batches.size() + ", " + batch;
                pass.add(batch, finite("loss" + where, backpropagation.backward(batch.targets(), loss)));
                pending = true;
                finite("gradient" + where);
            }
        } catch (RuntimeException e) {
            discardGradients();
            throw e;
        }
        return pass.result();
    }

    /** Computes a loss over all targets, without gradients. */
    public LossResult forward(List<Example> examples, Loss loss) {
        check(examples, loss);
        Pass pass = new Pass(loss, examples);
        for (MicroBatch batch : Packing.pack(examples, Positions.ALL, settings.tokenBudget())) {
            pause.run();
            pass.add(batch, backpropagation.forward(batch.targets(), loss));
        }
        return pass.result();
    }

    /**
     * Moves the weights by the gradients added since the last step.
     *
     * @throws IllegalStateException when there are none
     */
    public OptimizerStep optimStep(AdamW adamW, double learningRate) {
        if (!pending) {
            throw new IllegalStateException("no gradients since the last step: call forwardBackward first");
        }
        if (!(learningRate >= 0 && Double.isFinite(learningRate))) {
            throw new IllegalArgumentException("learning_rate must be finite and not negative, was " + learningRate);
        }
        List<PtNDArray> gradients = backpropagation.gradients();
        try {
            double norm = optimizer.norm(gradients);
            if (adamW.clipNorm() > 0 && norm > adamW.clipNorm()) {
                optimizer.scale(gradients, adamW.clipNorm() / (norm + 1e-6));
            }
            optimizer.step(
                    gradients,
                    new Optimizer.Step(
                            learningRate,
                            adamW.beta1(),
                            adamW.beta2(),
                            adamW.epsilon(),
                            adamW.weightDecay(),
                            adamW.decayVectors()));
            optimizer.zero(gradients);
            pending = false;
            return new OptimizerStep(++step, norm);
        } finally {
            gradients.forEach(PtNDArray::close);
        }
    }

    private void check(List<Example> examples, Loss loss) {
        for (int i = 0; i < examples.size(); i++) {
            examples.get(i).check(i, decoder.config(), loss);
        }
    }

    private static Backpropagation.Result finite(String what, Backpropagation.Result result) {
        if (!Double.isFinite(result.loss())) {
            throw new NonFiniteGradientException(what, result.loss());
        }
        return result;
    }

    private void finite(String what) {
        List<PtNDArray> gradients = backpropagation.gradients();
        double norm = optimizer.norm(gradients);
        gradients.forEach(PtNDArray::close);
        if (!Double.isFinite(norm)) {
            throw new NonFiniteGradientException(what, norm);
        }
    }

    /** Drops the gradients added since the last step. */
    public void discardGradients() {
        List<PtNDArray> gradients = backpropagation.gradients();
        optimizer.zero(gradients);
        gradients.forEach(PtNDArray::close);
        pending = false;
    }

    /**
     * Saves what is trained, and the optimizer's state beside it, so that {@link #load} or {@link #loadLora} goes on
     * exactly from here.
     *
     * @param source the model's directory
     */
    public void save(Path source, Path target) {
        TrainingCheckpoint.save(source, target, trained, optimizer, step);
    }

    /** Saves what is trained alone, in the number format given. */
    public void saveWeights(Path source, Path target, ElementType type) {
        TrainingCheckpoint.saveWeights(source, target, trained, type);
    }

    /** For tests that look at gradients and logits. */
    Decoder decoder() {
        return decoder;
    }

    Backpropagation backpropagation() {
        return backpropagation;
    }

    @Override
    public void close() {
        optimizer.close();
        switch (trained) {
            case Weights all -> decoder.close();
            case Adapter adapter -> adapter.close();
        }
    }
}
