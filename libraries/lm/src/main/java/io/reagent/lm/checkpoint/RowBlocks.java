package io.reagent.lm.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Tensors in blocks of whole rows, through two buffers that are used again for every block: a tensor can be larger than a
 * buffer may be, and than the memory that buffers may take. Not thread-safe.
 */
public final class RowBlocks {
    /** Of a block as float32, unless one row is more. */
    static final int LARGEST_BYTES = 32 << 20;

    private ByteBuffer stored = ByteBuffer.allocateDirect(0);
    private ByteBuffer wide = ByteBuffer.allocateDirect(0);

    /** Neighbouring rows of a tensor. */
    public record Range(long first, long count) {}

    /** The blocks of a tensor from first to last; of one dimension each number is a row. */
    public static List<Range> of(long... shape) {
        long most = Math.max(1, LARGEST_BYTES / Float.BYTES / Math.max(1, width(shape)));
        return LongStream.iterate(0, first -> first < shape[0], first -> first + most)
                .mapToObj(first -> new Range(first, Math.min(most, shape[0] - first)))
                .toList();
    }

    /** Numbers in a row. */
    public static long width(long... shape) {
        return Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
    }

    /** Rows as float32 in the machine's order; the buffer is good until the next block is asked for. */
    public ByteBuffer read(Safetensors file, Safetensors.Entry entry, Range rows) {
        long numbers = rows.count() * width(entry.shape());
        stored = sized(stored, numbers * entry.type().bytes());
        file.read(entry, rows.first() * width(entry.shape()) * entry.type().bytes(), stored);
        ByteBuffer block = numbers(numbers);
        entry.type().widen(stored.flip(), block.asFloatBuffer());
        return block;
    }

    /** An empty block for so many float32 numbers in the machine's order; good until the next block is asked for. */
    public ByteBuffer numbers(long count) {
        wide = sized(wide, count * Float.BYTES);
        return wide;
    }

    /** Float32 numbers rounded to a type, little-endian; the buffer is good until the next block is asked for. */
    public ByteBuffer narrow(FloatBuffer numbers, ElementType type) {
        stored = sized(stored, (long) numbers.remaining() * type.bytes());
        type.narrow(numbers, stored);
        return stored.flip();
    }

    private static ByteBuffer sized(ByteBuffer buffer, long bytes) {
        int size = Math.toIntExact(bytes);
        ByteBuffer fitting = buffer.capacity() < size ? ByteBuffer.allocateDirect(size) : buffer;
        return fitting.clear().limit(size).order(ByteOrder.nativeOrder());
    }
}
