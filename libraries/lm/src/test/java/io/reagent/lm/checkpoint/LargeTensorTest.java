package io.reagent.lm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A matrix that is larger than a buffer may be: 3 GB in a file that takes a few blocks of the disk. */
class LargeTensorTest {
    private static final long ROWS = 151_936;
    private static final long WIDTH = 5_120;

    @TempDir
    private Path directory;

    @Test
    void every_row_of_three_gigabytes_is_read_through_buffers_of_a_few_megabytes() throws IOException {
        Path file = directory.resolve("large.safetensors");
        sparse(file, ROWS * WIDTH * Float.BYTES, ROWS / 2, ROWS - 1);

        Safetensors opened = Safetensors.openFile(file);
        Safetensors.Entry entry = opened.entry("large", new long[] {ROWS, WIDTH});
        RowBlocks blocks = new RowBlocks();
        long before = directBytes();
        long most = 0;
        long rows = 0;
        double first = 0;
        double middle = 0;
        double last = 0;
        for (RowBlocks.Range range : RowBlocks.of(entry.shape())) {
            ByteBuffer block = blocks.read(opened, entry, range);
            assertThat(block.remaining()).isEqualTo((int) (range.count() * WIDTH * Float.BYTES));
            assertThat(range.first()).isEqualTo(rows);
            rows += range.count();
            most = Math.max(most, directBytes() - before);
            first += range.first() == 0 ? block.getFloat(0) : 0;
            middle += value(range, block, ROWS / 2);
            last += value(range, block, ROWS - 1);
        }

        assertThat(rows).isEqualTo(ROWS);
        assertThat(List.of(first, middle, last)).containsExactly(0.0, 7.0, 7.0);
        assertThat(most).isLessThanOrEqualTo(2 * RowBlocks.LARGEST_BYTES);
    }

    @Test
    void what_is_written_in_blocks_is_read_back() throws IOException {
        Path file = directory.resolve("blocks.safetensors");
        SafetensorsWriter.write(
                file, List.of(new SafetensorsWriter.Tensor("some", ElementType.BF16, new long[] {6, 2}, () -> Stream.of(
                                0, 1, 2)
                        .map(LargeTensorTest::two))));

        Safetensors opened = Safetensors.openFile(file);
        ByteBuffer read =
                new RowBlocks().read(opened, opened.entry("some", new long[] {6, 2}), new RowBlocks.Range(1, 4));

        float[] numbers = new float[8];
        read.asFloatBuffer().get(numbers);
        assertThat(numbers).containsExactly(0, 0, 1, 1, 1, 1, 2, 2);
    }

    @Test
    void blocks_are_whole_rows_that_cover_a_tensor_once() {
        assertThat(RowBlocks.of(3)).containsExactly(new RowBlocks.Range(0, 3));
        assertThat(RowBlocks.of(3, RowBlocks.LARGEST_BYTES))
                .containsExactly(new RowBlocks.Range(0, 1), new RowBlocks.Range(1, 1), new RowBlocks.Range(2, 1));
        long most = RowBlocks.LARGEST_BYTES / Float.BYTES;
        assertThat(RowBlocks.of(most + 1)).containsExactly(new RowBlocks.Range(0, most), new RowBlocks.Range(most, 1));
    }

    /** Two rows of the same number. */
    private static ByteBuffer two(int number) {
        ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4; i++) {
            buffer.putShort((short) (Float.floatToRawIntBits(number) >>> 16));
        }
        return buffer.flip();
    }

    private static double value(RowBlocks.Range range, ByteBuffer block, long row) {
        return row < range.first() || row >= range.first() + range.count()
                ? 0
                : block.getFloat((int) (((row - range.first()) * WIDTH + WIDTH - 1) * Float.BYTES));
    }

    /** Zeros, and 7 at the end of some rows. */
    private static void sparse(Path file, long bytes, long... rows) throws IOException {
        byte[] header = ("{\"large\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]}}"
                        .formatted(ROWS, WIDTH, bytes))
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer start = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(header.length).put(header).flip();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(start, 0);
            for (long row : rows) {
                ByteBuffer seven = ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(7)
                        .flip();
                channel.write(seven, 8 + header.length + ((row + 1) * WIDTH - 1) * Float.BYTES);
            }
        }
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
