package io.reagent.lm.gguf;

import io.reagent.lm.checkpoint.CheckpointException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How the numbers of a GGUF tensor are stored: plain, or in blocks that share a scale. The layouts and numbers are those of
 * {@code ggml.h} and {@code ggml-common.h} of llama.cpp.
 */
enum GgmlType {
    F32(0, 1, 4, PlainNumbers::f32),
    F16(1, 1, 2, PlainNumbers::f16),
    BF16(30, 1, 2, PlainNumbers::bf16),
    Q4_0(2, 32, 18, SmallBlocks::q40),
    Q4_1(3, 32, 20, SmallBlocks::q41),
    Q5_0(6, 32, 22, SmallBlocks::q50),
    Q5_1(7, 32, 24, SmallBlocks::q51),
    Q8_0(8, 32, 34, SmallBlocks::q80),
    Q4_K(12, 256, 144, SuperBlocks::q4k),
    Q5_K(13, 256, 176, SuperBlocks::q5k),
    Q6_K(14, 256, 210, SuperBlocks::q6k);

    private final int number;
    private final int blockElements;
    private final int blockBytes;
    private final Reading reading;

    GgmlType(int number, int blockElements, int blockBytes, Reading reading) {
        this.number = number;
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
        this.reading = reading;
    }

    /** Reads one block. */
    @FunctionalInterface
    interface Reading {
        /**
         * @param block little-endian; read from its position, which moves behind the block
         * @param into gets {@link #blockElements} numbers from {@code at} on
         */
        void read(ByteBuffer block, float[] into, int at);
    }

    int blockElements() {
        return blockElements;
    }

    /** Bytes of that many elements, which are whole blocks. */
    long bytes(long elements) {
        return Math.multiplyExact(elements / blockElements, (long) blockBytes);
    }

    /** Fills {@code into} with the numbers that whole blocks stand for. */
    void read(ByteBuffer blocks, float[] into, int elements) {
        for (int at = 0; at < elements; at += blockElements) {
            reading.read(blocks, into, at);
        }
    }

    static GgmlType numbered(int number, String tensor) {
        return Arrays.stream(values())
                .filter(type -> type.number == number)
                .findFirst()
                .orElseThrow(() -> new CheckpointException("tensor " + tensor + ": GGML type " + number
                        + " is not supported; expected "
                        + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
    }
}
