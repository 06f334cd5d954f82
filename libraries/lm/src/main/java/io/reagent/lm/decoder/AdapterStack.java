package io.reagent.lm.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several adapters as the program applies them at once: one product with all their As, a mask that leaves each row its
 * own, one product with all their Bs. Two small products and a mask whatever their number, so it pays while their ranks
 * together are small against the model's width. Owner thread only.
 */
final class AdapterStack implements AutoCloseable {
    private final List<Adapter> adapters;
    private final IValue tensors;

    AdapterStack(Decoder decoder, List<Adapter> adapters) {
        this.adapters = List.copyOf(adapters);
        if (adapters.isEmpty()) {
            this.tensors = IValue.listFrom(new PtNDArray[0]);
            return;
        }
        List<PtNDArray> all = new ArrayList<>();
        for (Adapter adapter : adapters) {
            all.addAll(List.of(adapter.programOrder()));
        }
        double[] scales = adapters.stream()
                .mapToDouble(adapter -> adapter.config().scale())
                .toArray();
        try (IValue list = IValue.listFrom(all.toArray(PtNDArray[]::new));
                IValue count = IValue.from((long) adapters.size());
                IValue factors = IValue.listFrom(scales);
                IValue like = IValue.from(decoder.weights().parameters().getFirst())) {
            this.tensors = IValueUtils.runMethod(decoder.block(), "stack", list, count, factors, like);
        }
    }

    /** Whether a batch with these adapters can be computed with it; one with none takes no stack but the empty one. */
    boolean serves(List<Adapter> needed) {
        return needed.isEmpty() == adapters.isEmpty() && adapters.containsAll(needed);
    }

    /** The program's list; this stack closes it. */
    IValue tensors() {
        return tensors;
    }

    /**
     * Which adapter each row has.
     *
     * @param rows of each row, null for none
     * @return [N * n] ones and zeros; empty when there is one adapter and every row has it
     */
    float[] pick(List<@Nullable Adapter> rows) {
        if (adapters.size() == 1 && rows.stream().allMatch(adapters.getFirst()::equals)) {
            return new float[0];
        }
        float[] pick = new float[rows.size() * adapters.size()];
        for (int row = 0; row < rows.size(); row++) {
            for (int k = 0; k < adapters.size(); k++) {
                pick[row * adapters.size() + k] = adapters.get(k) == rows.get(row) ? 1 : 0;
            }
        }
        return pick;
    }

    /** Adapters. */
    int size() {
        return adapters.size();
    }

    @Override
    public void close() {
        tensors.close();
    }
}
