package io.reagent.lm.decoder;

import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** AdamW's state for the tensors that are trained, and its step as one fused native call. Owner thread only. */
public final class Optimizer implements AutoCloseable {
    private final Parameters trained;
    private final Model program;
    private final PtNDManager manager;
    private final List<PtNDArray> first = new ArrayList<>();
    private final List<PtNDArray> second = new ArrayList<>();
    private final List<PtNDArray> steps = new ArrayList<>();

    public Optimizer(Parameters trained) {
        this.trained = trained;
        this.program = TorchScript.load(trained.decoder().device(), "/io/reagent/lm/train/optimizer.py");
        this.manager = (PtNDManager) program.getNDManager().newSubManager();
        for (PtNDArray parameter : trained.parameters()) {
            first.add((PtNDArray) manager.zeros(parameter.getShape(), DataType.FLOAT32));
            second.add((PtNDArray) manager.zeros(parameter.getShape(), DataType.FLOAT32));
            steps.add((PtNDArray) manager.zeros(new Shape(), DataType.FLOAT32));
        }
    }

    /** Hyper-parameters of one step, and which parameters decay. */
    public record Step(double rate, double beta1, double beta2, double epsilon, double decay, boolean decayVectors) {}

    /** First and second moments, in the order of {@link Parameters#parameters()}. */
    public List<PtNDArray> firstMoments() {
        return List.copyOf(first);
    }

    public List<PtNDArray> secondMoments() {
        return List.copyOf(second);
    }

    /** Continues counting from a saved step. */
    public void setSteps(long count) {
        steps.forEach(step -> step.set(new float[] {count}));
    }

    /** Global L2 norm. */
    public double norm(List<PtNDArray> gradients) {
        try (IValue list = list(gradients);
                IValue result = IValueUtils.runMethod(TorchScript.block(program), "norm", list);
                PtNDArray norm = result.toTensor(manager)) {
            return norm.getFloat();
        }
    }

    public void scale(List<PtNDArray> gradients, double factor) {
        call("scale", list(gradients), IValue.from(factor));
    }

    public void zero(List<PtNDArray> gradients) {
        call("zero", list(gradients));
    }

    /** Updates the parameters from the gradients. */
    public void step(List<PtNDArray> gradients, Step step) {
        List<PtNDArray> parameters = trained.parameters();
        update(parameters, gradients, step, step.decay(), i -> decays(parameters.get(i), step));
        update(parameters, gradients, step, 0, i -> !decays(parameters.get(i), step));
        trained.decoder().weightsChanged();
    }

    private static boolean decays(PtNDArray parameter, Step step) {
        return step.decayVectors() || parameter.getShape().dimension() > 1;
    }

    private void update(
            List<PtNDArray> parameters, List<PtNDArray> gradients, Step step, double decay, Predicate<Integer> chosen) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            if (chosen.test(i)) {
                indices.add(i);
            }
        }
        if (indices.isEmpty()) {
            return;
        }
        call(
                "adamw",
                list(pick(parameters, indices)),
                list(pick(gradients, indices)),
                list(pick(first, indices)),
                list(pick(second, indices)),
                list(pick(steps, indices)),
                IValue.from(step.rate()),
                IValue.from(step.beta1()),
                IValue.from(step.beta2()),
                IValue.from(decay),
                IValue.from(step.epsilon()));
    }

    private static List<PtNDArray> pick(List<PtNDArray> all, List<Integer> indices) {
        return indices.stream().map(all::get).toList();
    }

    private void call(String method, IValue... arguments) {
        try {
            IValueUtils.runMethod(TorchScript.block(program), method, arguments).close();
        } finally {
            for (IValue argument : arguments) {
                argument.close();
            }
        }
    }

    private static IValue list(List<PtNDArray> arrays) {
        return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
    }

    @Override
    public void close() {
        manager.close();
        program.close();
    }
}
