package io.reagent.lm.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Writes one safetensors file, block by block, so that no second copy of the weights is held. */
public final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /**
     * A tensor to write.
     *
     * @param blocks called once, when its turn comes: its elements, little-endian, each block done with before the next is
     *     asked for
     */
    public record Tensor(String name, ElementType type, long[] shape, Supplier<Stream<ByteBuffer>> blocks) {}

    /** Writes and fsyncs the file. */
    public static void write(Path file, List<Tensor> tensors) throws IOException {
        write(file, tensors, Map.of());
    }

    /** Writes and fsyncs the file with more metadata than its format. */
    public static void write(Path file, List<Tensor> tensors, Map<String, String> metadata) throws IOException {
        byte[] header = header(tensors, metadata);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer length = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .flip();
            writeFully(channel, length);
            writeFully(channel, ByteBuffer.wrap(header));
            for (Tensor tensor : tensors) {
                long written = 0;
                for (ByteBuffer block : (Iterable<ByteBuffer>) tensor.blocks().get()::iterator) {
                    written += block.remaining();
                    writeFully(channel, block);
                }
                if (written != size(tensor)) {
                    throw new IllegalStateException("tensor " + tensor.name() + ": " + written + " bytes for shape "
                            + Arrays.toString(tensor.shape()));
                }
            }
            channel.force(true);
        }
    }

    private static byte[] header(List<Tensor> tensors, Map<String, String> metadata) {
        Map<String, Object> header = new LinkedHashMap<>();
        Map<String, String> about = new TreeMap<>(metadata);
        about.put("format", "pt");
        header.put("__metadata__", about);
        long offset = 0;
        for (Tensor tensor : tensors) {
            long end = offset + size(tensor);
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", tensor.type().name());
            entry.put("shape", tensor.shape());
            entry.put("data_offsets", List.of(offset, end));
            header.put(tensor.name(), entry);
            offset = end;
        }
        byte[] json = JsonMapper.shared().writeValueAsBytes(header);
        // readers want the data aligned to 8 bytes; the format pads its header with spaces
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, " ".getBytes(StandardCharsets.US_ASCII)[0]);
        return padded;
    }

    private static long size(Tensor tensor) {
        return Arrays.stream(tensor.shape()).reduce(1, (a, b) -> a * b)
                * tensor.type().bytes();
    }

    private static void writeFully(FileChannel channel, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            channel.write(data);
        }
    }
}
