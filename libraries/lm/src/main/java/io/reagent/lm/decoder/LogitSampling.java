package io.reagent.lm.decoder;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Choosing tokens from logits, on the device. Owner thread only. */
public final class LogitSampling {
    private final Decoder decoder;

    public LogitSampling(Decoder decoder) {
        this.decoder = decoder;
    }

    /** Some rows of a call's logits, or all of them when {@code rows} is null. */
    public Rows rows(KeyValueCache.Logits logits, int @Nullable [] rows) {
        PtNDManager scope = (PtNDManager) decoder.manager().newSubManager();
        if (rows == null) {
            return new Rows(scope, logits.array());
        }
        PtNDArray index =
                decoder.vector(scope, Arrays.stream(rows).asLongStream().toArray());
        return new Rows(scope, decoder.run(scope, "rows", IValue.from(logits.array()), IValue.from(index)));
    }

    /** Selected logits [B, V]. Choices are [2, B]: tokens, then their logprobs at temperature 1. */
    public final class Rows implements AutoCloseable {
        private final PtNDManager scope;
        private final PtNDArray logits;

        private Rows(PtNDManager scope, PtNDArray logits) {
            this.scope = scope;
            this.logits = logits;
        }

        /**
         * The same rows with every token ruled out whose bit is 0.
         *
         * @param allowed [B][W] words of 64 tokens, lowest bit first; tokens beyond the last word are ruled out
         */
        public Rows masked(long[][] allowed) {
            int width = (int) logits.getShape().get(1);
            ByteBuffer bits = scope.allocateDirect(allowed.length * ((width + 63) / 64) * Long.BYTES);
            bits.order(ByteOrder.LITTLE_ENDIAN);
            for (long[] row : allowed) {
                for (int word = 0; word < (width + 63) / 64; word++) {
                    bits.putLong(word < row.length ? row[word] : 0);
                }
            }
            bits.rewind();
            Shape shape = new Shape(allowed.length, bits.capacity() / allowed.length);
            PtNDArray mask = (PtNDArray) scope.create(bits, shape, DataType.UINT8);
            PtNDManager inner = (PtNDManager) scope.newSubManager();
            return new Rows(inner, decoder.run(inner, "mask", IValue.from(logits), IValue.from(mask)));
        }

        public float[] greedy() {
            return values("greedy", IValue.from(logits));
        }

        /** Draws by the numbers {@code u} in [0, 1). */
        public float[] draw(double[] temperature, double[] u) {
            return values("draw", IValue.from(logits), doubles(temperature), doubles(u));
        }

        /** Draws after top-k (the vocabulary's size for none), top-p and min-p, in this order. */
        public float[] filtered(double[] temperature, long[] k, double[] p, double[] minP, double[] u) {
            return values(
                    "draw_filtered",
                    IValue.from(logits),
                    doubles(temperature),
                    IValue.from(decoder.vector(scope, k)),
                    doubles(p),
                    doubles(minP),
                    doubles(u));
        }

        /** The logprob of each row's given token. */
        public float[] score(long[] targets) {
            return values("score", IValue.from(logits), IValue.from(decoder.vector(scope, targets)));
        }

        /** The n most likely tokens, [2, B, n]: tokens, then logprobs. */
        public float[] top(int n) {
            return values("top", IValue.from(logits), IValue.from((long) n));
        }

        private IValue doubles(double[] values) {
            return IValue.from((PtNDArray) scope.create(values, new Shape(values.length)));
        }

        private float[] values(String method, IValue... arguments) {
            try (PtNDArray result = decoder.run(scope, method, arguments)) {
                return result.toFloatArray();
            }
        }

        @Override
        public void close() {
            scope.close();
        }
    }
}
