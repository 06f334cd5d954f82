package io.reagent.lm.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tensors of a checkpoint directory: one {@code model.safetensors}, or the shards its index names.
 *
 * <p>Format: an 8-byte little-endian header length, a JSON header {@code name -> {dtype, shape, data_offsets}}, then the
 * data. Headers are read and checked against the file's size at once; data is mapped when asked for.
 */
public final class Safetensors {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private final Path source;

    private Safetensors(Path source) {
        this.source = source;
    }

    /** One stored tensor: where its bytes lie. */
    public record Entry(Path file, ElementType type, long[] shape, long offset, long length) {}

    /** Reads the headers of every weight file of a directory. */
    public static Safetensors open(Path directory) {
        Path index = directory.resolve("model.safetensors.index.json");
        Path single = directory.resolve("model.safetensors");
        Safetensors opened = new Safetensors(directory);
        if (Files.exists(index)) {
            Json.read(index).path("weight_map").values().stream()
                    .map(JsonNode::asString)
                    .distinct()
                    .sorted()
                    .forEach(shard -> opened.readHeader(inside(directory, shard)));
        } else if (Files.exists(single)) {
            opened.readHeader(single);
        } else {
            throw new CheckpointException(
                    directory + ": found neither model.safetensors nor model.safetensors.index.json");
        }
        return opened;
    }

    /** Reads the header of one file. */
    public static Safetensors openFile(Path file) {
        Safetensors opened = new Safetensors(file);
        opened.readHeader(file);
        return opened;
    }

    /** Every tensor by name, in file order. */
    public Map<String, Entry> entries() {
        return Map.copyOf(entries);
    }

    /** What the files say of themselves besides their tensors. */
    public Map<String, String> metadata() {
        return Map.copyOf(metadata);
    }

    /** Where a tensor that must be there lies. */
    public Entry entry(String name, long[] shape) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new CheckpointException(
                    source + ": tensor " + name + " is missing; expected shape " + Arrays.toString(shape));
        }
        if (!Arrays.equals(entry.shape(), shape)) {
            throw new CheckpointException(source + ": tensor " + name + ": expected shape " + Arrays.toString(shape)
                    + ", found " + Arrays.toString(entry.shape()));
        }
        return entry;
    }

    /** The bytes of a tensor, little-endian, mapped from disk. */
    public ByteBuffer bytes(Entry entry) {
        try (FileChannel channel = FileChannel.open(entry.file(), StandardOpenOption.READ)) {
            return channel.map(MapMode.READ_ONLY, entry.offset(), entry.length())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new CheckpointException(entry.file() + ": cannot read: " + e.getMessage(), e);
        }
    }

    private static Path inside(Path directory, String shard) {
        Path file = directory.resolve(shard).normalize();
        if (!directory.normalize().equals(file.getParent())) {
            throw new CheckpointException(
                    "model.safetensors.index.json: shard '" + shard + "' is not a file of the directory");
        }
        return file;
    }

    private void readHeader(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            long headerBytes = size < 8 ? -1 : readFully(channel, 0, 8).getLong();
            if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || 8 + headerBytes > size) {
                throw new CheckpointException(file + ": not a safetensors file, or truncated inside its header");
            }
            byte[] header = new byte[(int) headerBytes];
            readFully(channel, 8, header.length).get(header);
            JsonNode json = JSON.readTree(new String(header, StandardCharsets.UTF_8));
            for (Map.Entry<String, JsonNode> field : json.properties()) {
                String name = field.getKey();
                if (name.equals("__metadata__")) {
                    field.getValue()
                            .properties()
                            .forEach(about -> metadata.put(
                                    about.getKey(), about.getValue().asString("")));
                } else {
                    entries.put(name, entry(file, name, field.getValue(), 8 + headerBytes, size));
                }
            }
        } catch (IOException | JacksonException e) {
            throw new CheckpointException(file + ": cannot read: " + e.getMessage(), e);
        }
    }

    private static Entry entry(Path file, String name, JsonNode node, long dataStart, long fileSize) {
        ElementType type = ElementType.named(node.path("dtype").asString(""), name);
        long[] shape =
                node.path("shape").values().stream().mapToLong(JsonNode::asLong).toArray();
        long begin = node.path("data_offsets").path(0).asLong(-1);
        long end = node.path("data_offsets").path(1).asLong(-1);
        long expected = Arrays.stream(shape).reduce(1, (a, b) -> a * b) * type.bytes();
        if (begin < 0 || end - begin != expected) {
            throw new CheckpointException("tensor " + name + ": expected " + expected + " bytes for shape "
                    + Arrays.toString(shape) + ", found " + (end - begin));
        }
        if (dataStart + end > fileSize) {
            throw new CheckpointException(file + " is truncated: tensor " + name + " ends at byte " + (dataStart + end)
                    + ", the file at " + fileSize);
        }
        return new Entry(file, type, shape, dataStart + begin, end - begin);
    }

    private static ByteBuffer readFully(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {}
        return buffer.flip();
    }
}
