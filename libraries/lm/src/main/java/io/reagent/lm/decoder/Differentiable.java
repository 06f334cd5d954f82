package io.reagent.lm.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValueUtils;
import io.reagent.lm.checkpoint.LoraTarget;
import io.reagent.lm.decoder.Backpropagation.MatrixProducts;
import java.util.Set;

/**
 * Calls of the program that can be differentiated. DJL shapes a method's arguments by array names: those of equal names
 * ending in [] become one list, and one named module_method:NAME chooses the method.
 */
final class Differentiable {
    private final Decoder decoder;
    private final Parameters trained;
    private final MatrixProducts products;
    private final PtNDArray[] adapter;

    Differentiable(Decoder decoder, Parameters trained, MatrixProducts products) {
        this.decoder = decoder;
        this.trained = trained;
        this.products = products;
        this.adapter = trained instanceof Adapter
                ? trained.programOrder()
                : new PtNDArray[] {(PtNDArray) decoder.manager().zeros(new Shape(0), DataType.FLOAT32)};
    }

    Decoder decoder() {
        return decoder;
    }

    boolean trainsEmbedding() {
        return trained instanceof Weights;
    }

    boolean trainsLayers() {
        return !(trained instanceof Adapter lora) || !lora.config().targets().equals(Set.of(LoraTarget.LM_HEAD));
    }

    /** Runs a method on inputs that end with {@link #shape}; its graph is kept while gradients are on. */
    NDList call(PtNDManager scope, String method, NDArray... inputs) {
        NDList arguments = new NDList(inputs);
        for (PtNDArray weight : decoder.weights().programOrder()) {
            weight.setName("w[]");
            arguments.add(weight);
        }
        for (PtNDArray part : adapter) {
            part.setName("a[]");
            arguments.add(part);
        }
        PtNDArray marker = (PtNDArray) scope.create(0f);
        marker.setName("module_method:" + method);
        arguments.add(marker);
        NDList outputs = IValueUtils.forward(decoder.block(), arguments, true);
        outputs.attach(scope);
        return outputs;
    }

    /** The program's numbers for {@code loss} and {@code layer}. */
    PtNDArray shape(PtNDManager scope, Loss loss, int layer) {
        long[] dims = decoder.dims();
        double[] numbers = {
            dims[0],
            dims[1],
            dims[2],
            products.ordinal(),
            decoder.config().normEpsilon(),
            loss.lowerBound(),
            loss.upperBound(),
            trained instanceof Adapter lora ? lora.config().scale() : 0,
            layer
        };
        return (PtNDArray) scope.create(numbers, new Shape(numbers.length));
    }
}
