package io.reagent.lm.decoder;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.List;

/**
 * The decoder's differentiated path: losses whose gradients add up in the weights.
 *
 * <p>The head runs over chunks of positions, forward and backward, so that memory holds the logits of one chunk.
 *
 * <p>DJL shapes a method's arguments by array names, and lets one gradient collector run per process; calling its
 * native backward on this thread has neither limit. Owner thread only.
 */
public final class Backpropagation {
    /** Logits computed at once: 128 MiB in float32. */
    private static final int LOGITS = 1 << 25;

    private final Decoder decoder;
    private final MatrixProducts products;
    private final int chunk;

    /** In which numbers matrices are multiplied; weights, sums and everything else stay float32. */
    public enum MatrixProducts {
        FLOAT32,
        /** Several times faster on processors with bfloat16 instructions; gradients carry its rounding. */
        BFLOAT16
    }

    public Backpropagation(Decoder decoder, MatrixProducts products) {
        this(decoder, products, Math.max(1, LOGITS / decoder.config().vocabulary()));
    }

    /** {@code chunk} positions pass the head at once. */
    public Backpropagation(Decoder decoder, MatrixProducts products, int chunk) {
        this.decoder = decoder;
        this.products = products;
        this.chunk = chunk;
        decoder.weights().parameters().forEach(parameter -> parameter.setRequiresGradient(true));
    }

    /**
     * Sequences and their N targets.
     *
     * @param ids [B][S] inputs, padded on the right
     * @param select the N positions that predict, counted over B*S
     * @param tokens the N targets
     * @param weights of the N losses
     * @param sampled the sampler's N logprobs; not read by cross entropy
     * @param advantages N; not read by cross entropy
     */
    public record Targets(
            long[][] ids, long[] select, long[] tokens, float[] weights, float[] sampled, float[] advantages) {
        int count() {
            return tokens.length;
        }
    }

    /**
     * A loss and what it was made of.
     *
     * @param loss the sum
     * @param logprobs of the N targets, at temperature 1
     * @param losses the N summands
     * @param entropies of the N distributions, in nats; empty for cross entropy
     */
    public record Result(double loss, float[] logprobs, float[] losses, float[] entropies) {
        static Result empty(Targets targets, Loss loss) {
            int n = targets.count();
            return new Result(0, new float[n], new float[n], new float[loss.readsSampler() ? n : 0]);
        }

        /** With a chunk's sum, and its rows [R, n] copied into place. */
        Result plus(double sum, float[] rows, int from) {
            int n = rows.length / (entropies.length == 0 ? 2 : 3);
            System.arraycopy(rows, 0, logprobs, from, n);
            System.arraycopy(rows, n, losses, from, n);
            if (entropies.length > 0) {
                System.arraycopy(rows, 2 * n, entropies, from, n);
            }
            return new Result(loss + sum, logprobs, losses, entropies);
        }
    }

    /** Computes a loss and adds its gradients to the weights' own. */
    public Result backward(Targets targets, Loss loss) {
        JniUtils.setGradMode(true);
        try (PtNDManager scope = (PtNDManager) decoder.manager().newSubManager()) {
            PtNDArray states = states(scope, targets, loss, true);
            PtNDArray detached = JniUtils.detachGradient(states);
            Result result = Result.empty(targets, loss);
            NDList gradients = new NDList();
            for (int from = 0; from < targets.count(); from += chunk) {
                PtNDArray leaf = rows(detached, from);
                leaf.setRequiresGradient(true);
                try (PtNDManager inner = (PtNDManager) scope.newSubManager()) {
                    NDList outputs = head(inner, leaf, targets, loss, from, true);
                    PtNDArray sum = (PtNDArray) outputs.getFirst();
                    result = result.plus(sum.getFloat(), outputs.get(1).toFloatArray(), from);
                    JniUtils.backward(sum, (PtNDArray) inner.ones(sum.getShape()), false, false);
                }
                gradients.add(leaf.getGradient());
            }
            JniUtils.backward(states, (PtNDArray) NDArrays.concat(gradients), false, false);
            return result;
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    /** Computes a loss alone. */
    public Result forward(Targets targets, Loss loss) {
        try (PtNDManager scope = (PtNDManager) decoder.manager().newSubManager()) {
            PtNDArray states = states(scope, targets, loss, false);
            Result result = Result.empty(targets, loss);
            for (int from = 0; from < targets.count(); from += chunk) {
                try (PtNDManager inner = (PtNDManager) scope.newSubManager()) {
                    NDList outputs = head(inner, rows(states, from), targets, loss, from, false);
                    result = result.plus(
                            outputs.get(0).getFloat(), outputs.get(1).toFloatArray(), from);
                }
            }
            return result;
        }
    }

    /** Gradients of {@link Weights#parameters()}, in their order; valid until the next call. The caller closes them. */
    public List<PtNDArray> gradients() {
        return decoder.weights().parameters().stream()
                .map(PtNDArray::getGradient)
                .toList();
    }

    private PtNDArray states(PtNDManager scope, Targets targets, Loss loss, boolean train) {
        RopeTables.Tables rope = decoder.rope(targets.ids()[0].length);
        NDList inputs = new NDList(
                decoder.matrix(scope, targets.ids()),
                decoder.vector(scope, targets.select()),
                rope.cos(),
                rope.sin(),
                shape(scope, loss));
        return (PtNDArray) call(scope, "states", inputs, train).getFirst();
    }

    private NDList head(PtNDManager scope, PtNDArray states, Targets targets, Loss loss, int from, boolean train) {
        int to = from + Math.toIntExact(states.getShape().get(0));
        int sampled = loss.readsSampler() ? to : from;
        NDList inputs = new NDList(
                states,
                decoder.vector(scope, Arrays.copyOfRange(targets.tokens(), from, to)),
                floats(scope, targets.weights(), from, to),
                floats(scope, targets.sampled(), from, sampled),
                floats(scope, targets.advantages(), from, sampled),
                shape(scope, loss));
        return call(scope, loss.wireName(), inputs, train);
    }

    /** One chunk of the states, from a row on. */
    private PtNDArray rows(PtNDArray states, int from) {
        long count = states.getShape().get(0);
        return count <= chunk
                ? states
                : (PtNDArray) states.get(new NDIndex(from + ":" + Math.min(count, (long) from + chunk)));
    }

    private PtNDArray shape(PtNDManager scope, Loss loss) {
        long[] dims = decoder.dims();
        double[] numbers = {
            dims[0],
            dims[1],
            dims[2],
            products.ordinal(),
            decoder.config().normEpsilon(),
            loss.lowerBound(),
            loss.upperBound()
        };
        return (PtNDArray) scope.create(numbers, new Shape(numbers.length));
    }

    private static PtNDArray floats(PtNDManager scope, float[] values, int from, int to) {
        return (PtNDArray) scope.create(Arrays.copyOfRange(values, from, to), new Shape(to - from));
    }

    private NDList call(PtNDManager scope, String method, NDList inputs, boolean train) {
        for (PtNDArray weight : decoder.weights().programOrder()) {
            weight.setName("w[]");
            inputs.add(weight);
        }
        PtNDArray marker = (PtNDArray) scope.create(0f);
        marker.setName("module_method:" + method);
        inputs.add(marker);
        NDList outputs = IValueUtils.forward(decoder.block(), inputs, train);
        outputs.attach(scope);
        return outputs;
    }
}
