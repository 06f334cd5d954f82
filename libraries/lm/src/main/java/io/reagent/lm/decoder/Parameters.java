package io.reagent.lm.decoder;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.reagent.lm.checkpoint.CheckpointException;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.RowBlocks;
import io.reagent.lm.checkpoint.Safetensors;
import io.reagent.lm.checkpoint.SafetensorsWriter;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** Tensors of a program under the names a checkpoint gives their parts. Owner thread only. */
public abstract sealed class Parameters implements AutoCloseable permits Weights, Adapter {
    private final Decoder decoder;
    private final List<Layout.Slot> slots;
    private final List<PtNDArray> arrays = new ArrayList<>();

    Parameters(Decoder decoder, List<Layout.Slot> slots, boolean half) {
        this.decoder = decoder;
        this.slots = slots;
        for (Layout.Slot slot : slots) {
            PtNDArray array = (PtNDArray) decoder.manager().zeros(new Shape(slot.shape()), DataType.FLOAT32);
            arrays.add(half ? decoder.cast(array, ElementType.BF16) : array);
        }
    }

    final Decoder decoder() {
        return decoder;
    }

    final List<Layout.Slot> slots() {
        return slots;
    }

    /** Every tensor in the program's order, empty ones included. */
    PtNDArray[] programOrder() {
        return arrays.toArray(PtNDArray[]::new);
    }

    /** The distinct tensors that are trained, in program order. */
    public final List<PtNDArray> parameters() {
        List<PtNDArray> parameters = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            if (!slots.get(i).empty()) {
                parameters.add(arrays.get(i));
            }
        }
        return parameters;
    }

    /** How many numbers these are. */
    public final long count() {
        return slots.stream()
                .filter(slot -> !slot.empty())
                .mapToLong(slot -> Arrays.stream(slot.shape()).reduce(1, (a, b) -> a * b))
                .sum();
    }

    /** Reads every part from a file that was checked. */
    final void fill(Safetensors file) {
        restore(arrays, slots, file);
    }

    /**
     * Every tensor present with its shape, and none left over, before anything is loaded.
     *
     * @param ignored names that may be there without being read
     */
    final void check(Safetensors file, Path source, Set<String> ignored) {
        Set<String> extra = new HashSet<>(file.entries().keySet());
        for (Layout.Slot slot : slots) {
            for (Layout.Part part : slot.parts()) {
                file.entry(part.name(), part.shape());
                extra.remove(part.name());
            }
        }
        extra.removeAll(ignored);
        extra.removeIf(name -> name.endsWith("rotary_emb.inv_freq"));
        if (!extra.isEmpty()) {
            throw new CheckpointException(source + ": tensors this architecture does not have: "
                    + extra.stream().sorted().limit(5).toList());
        }
    }

    /** Float32 numbers into rows of an array. */
    private void assign(PtNDArray array, long row, long count, long width, ByteBuffer block) {
        Shape shape = array.getShape().dimension() == 1 ? new Shape(count) : new Shape(count, width);
        try (PtNDArray source = (PtNDArray) decoder.manager().create(block, shape, DataType.FLOAT32)) {
            decoder.run(decoder.manager(), "assign", IValue.from(array), IValue.from(row), IValue.from(source))
                    .close();
        }
    }

    /** Writes a part's numbers, row after row. */
    final void assign(int slot, Layout.Part part, DoubleSupplier next) {
        RowBlocks blocks = new RowBlocks();
        long width = RowBlocks.width(part.shape());
        long first = slots.get(slot).rowOf(part);
        for (RowBlocks.Range rows : RowBlocks.of(part.shape())) {
            ByteBuffer block = blocks.numbers(rows.count() * width);
            FloatBuffer numbers = block.asFloatBuffer();
            while (numbers.hasRemaining()) {
                numbers.put((float) next.getAsDouble());
            }
            assign(arrays.get(slot), first + rows.first(), rows.count(), width, block);
        }
    }

    /** The checkpoint's tensors, each read from the device when its bytes are asked for. */
    public final List<SafetensorsWriter.Tensor> export(ElementType type) {
        return export(parameters(), type);
    }

    /**
     * Arrays shaped like the parameters (gradients, optimizer moments) under the checkpoint's names.
     *
     * @param like in the order of {@link #parameters()}
     */
    public final List<SafetensorsWriter.Tensor> export(List<PtNDArray> like, ElementType type) {
        RowBlocks blocks = new RowBlocks();
        List<Layout.Slot> present = present();
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < present.size(); i++) {
            PtNDArray array = like.get(i);
            for (Layout.Part part : present.get(i).parts()) {
                long row = present.get(i).rowOf(part);
                tensors.add(new SafetensorsWriter.Tensor(
                        part.name(), type, part.shape(), () -> RowBlocks.of(part.shape()).stream()
                                .map(rows -> bytes(blocks, array, row + rows.first(), rows.count(), type))));
            }
        }
        return tensors;
    }

    /** Rows of an array in a type; good until the next are asked for. */
    final ByteBuffer bytes(RowBlocks blocks, PtNDArray array, long row, long rows, ElementType type) {
        try (PtNDArray part =
                decoder.run(decoder.manager(), "export", IValue.from(array), IValue.from(row), IValue.from(rows))) {
            return blocks.narrow(part.toByteBuffer(false).asFloatBuffer(), type);
        }
    }

    /**
     * Reads tensors saved by {@link #export(List, ElementType)} back into arrays shaped like the parameters.
     *
     * @throws CheckpointException before anything is read, when a tensor is missing, misshapen or unknown
     */
    public final void restore(List<PtNDArray> into, Path file) {
        Safetensors saved = Safetensors.openFile(file);
        check(saved, file, Set.of());
        restore(into, present(), saved);
    }

    private void restore(List<PtNDArray> into, List<Layout.Slot> parts, Safetensors saved) {
        RowBlocks blocks = new RowBlocks();
        for (int i = 0; i < parts.size(); i++) {
            for (Layout.Part part : parts.get(i).parts()) {
                Safetensors.Entry entry = saved.entry(part.name(), part.shape());
                long width = RowBlocks.width(part.shape());
                long first = parts.get(i).rowOf(part);
                for (RowBlocks.Range rows : RowBlocks.of(part.shape())) {
                    ByteBuffer block = blocks.read(saved, entry, rows);
                    assign(into.get(i), first + rows.first(), rows.count(), width, block);
                }
            }
        }
    }

    private List<Layout.Slot> present() {
        return slots.stream().filter(slot -> !slot.empty()).toList();
    }

    @Override
    public void close() {
        arrays.forEach(PtNDArray::close);
        arrays.clear();
    }
}
