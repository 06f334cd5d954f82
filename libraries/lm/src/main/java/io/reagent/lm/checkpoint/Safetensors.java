package io.reagent.lm.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
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
 * data. Headers are read and checked against the file's size at once; data when asked for.
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

    /**
     * Reads the headers of every weight file of a directory. Where there are both, the one file counts and not the index,
     * as for transformers.
     */
    public static Safetensors open(Path directory) {
        Path index = directory.resolve("model.safetensors.index.json");
        Path single = directory.resolve("model.safetensors");
        if (Files.exists(directory.resolve(LoraConfig.FILE))) {
            throw new CheckpointException(
                    directory + ": has an " + LoraConfig.FILE
                            + ", so that it is an adapter's directory; move a model and its adapter into directories of their own");
        }
        Safetensors opened = new Safetensors(directory);
        if (Files.exists(single)) {
            opened.readHeader(single);
        } else if (Files.exists(index)) {
            Json.read(index).path("weight_map").values().stream()
                    .map(JsonNode::asString)
                    .distinct()
                    .sorted()
                    .forEach(shard -> opened.readHeader(inside(directory, shard)));
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
        return Collections.unmodifiableMap(entries);
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

    /**
     * Fills a buffer with the bytes of a tensor, little-endian.
     *
     * @param from the first of them, counted within the tensor
     */
    public void read(Entry entry, long from, ByteBuffer into) {
        if (from < 0 || from + into.remaining() > entry.length()) {
            throw new IllegalArgumentException(
                    "bytes " + from + " to " + (from + into.remaining()) + " of a tensor that has " + entry.length());
        }
        try (FileChannel channel = FileChannel.open(entry.file(), StandardOpenOption.READ)) {
            long position = entry.offset() + from;
            while (into.hasRemaining()) {
                int read = channel.read(into, position);
                if (read < 0) {
                    throw new CheckpointException(entry.file() + " became shorter while it was read");
                }
                position += read;
            }
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
                    Entry twice = entries.put(name, entry(file, name, field.getValue(), 8 + headerBytes, size));
                    if (twice != null) {
                        throw new CheckpointException(source + ": tensor " + name + " is in "
                                + twice.file().getFileName() + " and in " + file.getFileName()
                                + "; delete the shards that are not this model's");
                    }
                }
            }
        } catch (IOException | JacksonException | ArithmeticException e) {
            throw new CheckpointException(file + ": cannot read: " + e.getMessage(), e);
        }
    }

    private static Entry entry(Path file, String name, JsonNode node, long dataStart, long fileSize) {
        ElementType type = ElementType.named(node.path("dtype").asString(""), name);
        long[] shape =
                node.path("shape").values().stream().mapToLong(JsonNode::asLong).toArray();
        long begin = node.path("data_offsets").path(0).asLong(-1);
        long end = node.path("data_offsets").path(1).asLong(-1);
        long expected = Arrays.stream(shape).reduce(type.bytes(), Math::multiplyExact);
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
