package io.reagent.lm.decoder;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of sequences, one slot each; slots are equally long and grow together. Owner thread only.
 */
public final class KeyValueCache implements AutoCloseable {
    /** Positions are added in blocks of this many. */
    public static final int BLOCK = 64;

    private final Decoder decoder;
    private final boolean apart;
    private final int leastRows;
    private @Nullable PtNDArray cache;
    private int slots;
    private int capacity;

    /**
     * @param apart whether each sequence is attended to by a call of its own
     * @param leastRows every call that decodes is filled up to this many rows
     */
    public KeyValueCache(Decoder decoder, boolean apart, int leastRows) {
        this.decoder = decoder;
        this.apart = apart;
        this.leastRows = leastRows;
    }

    /** Logits [M, V] of one call. */
    public record Logits(PtNDArray array, PtNDManager scope) implements AutoCloseable {
        @Override
        public void close() {
            scope.close();
        }
    }

    public int slots() {
        return slots;
    }

    /** Positions of a slot. */
    public int capacity() {
        return capacity;
    }

    /** {@code positions} rounded up to whole blocks. */
    public static int blocks(int positions) {
        return (positions + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** Makes it this large, keeping what fits; slots and positions beyond are lost. */
    public void resize(int newSlots, int newCapacity) {
        if (newSlots == slots && newCapacity == capacity) {
            return;
        }
        PtNDArray other = cache == null
                ? decoder.newCache(newSlots, newCapacity)
                : decoder.run(
                        decoder.manager(),
                        "resize",
                        IValue.from(cache),
                        IValue.from((long) newSlots),
                        IValue.from((long) newCapacity));
        if (cache != null) {
            cache.close();
        }
        cache = other;
        slots = newSlots;
        capacity = newCapacity;
    }

    /**
     * Computes a batch's tokens and keeps their keys and values.
     *
     * @throws IllegalArgumentException when it needs more slots or positions than there are
     */
    public Logits compute(TokenBatch batch) {
        PtNDArray target = cache;
        if (target == null || batch.slots() > slots || batch.positions() > capacity) {
            throw new IllegalArgumentException("the batch needs " + batch.slots() + " slots of " + batch.positions()
                    + " positions, the cache has " + slots + " of " + capacity);
        }
        int width = 2 * 4 * decoder.config().keyValueHeads() * decoder.config().headDim();
        TokenBatch.Laid laid = batch.lay(width, apart, batch.size() < leastRows ? leastRows : 0);
        RopeTables.Tables rope = decoder.rope(batch.positions());
        PtNDManager scope = (PtNDManager) decoder.manager().newSubManager();
        try (NDManager inputs = scope.newSubManager()) {
            PtNDArray tokens = (PtNDArray) inputs.create(laid.tokens(), new Shape(3, laid.tokens().length / 3));
            PtNDArray select = decoder.vector(inputs, laid.select());
            AdapterStack stack = decoder.stacked(batch.adapters());
            return new Logits(
                    decoder.generate(
                            scope,
                            tokens,
                            select,
                            rope,
                            target,
                            laid.plan(),
                            stack,
                            decoder.pick(inputs, stack, laid.adapters())),
                    scope);
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    /** Copies a slot's first {@code length} positions over another slot's. */
    public void copy(int from, int to, int length) {
        PtNDArray current = cache;
        if (current == null || from == to || length == 0) {
            return;
        }
        decoder.run(
                        decoder.manager(),
                        "copy",
                        IValue.from(current),
                        IValue.from((long) from),
                        IValue.from((long) to),
                        IValue.from((long) length))
                .close();
    }

    /** Forgets everything. */
    public void reset() {
        if (cache != null) {
            cache.close();
        }
        cache = null;
        slots = 0;
        capacity = 0;
    }

    @Override
    public void close() {
        reset();
    }
}
