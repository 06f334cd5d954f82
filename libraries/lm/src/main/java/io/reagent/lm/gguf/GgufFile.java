package io.reagent.lm.gguf;

import io.reagent.lm.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * An open GGUF file, version 2 or 3, little-endian: metadata, and tensors that are read when they are asked for. The format
 * is that of {@code docs/gguf.md} of ggml.
 */
final class GgufFile implements AutoCloseable {
    private static final int MAGIC = 0x46554747; // "GGUF", little-endian
    private static final int ALIGNMENT = 32;
    private static final int DIMENSIONS = 4;
    /** Of a tensor; more than any has, and few enough that no size overflows. */
    private static final long MOST_ELEMENTS = 1L << 32;

    private final Path path;
    private final FileChannel channel;
    private final GgufMetadata metadata;
    private final SequencedMap<String, GgufTensor> tensors;

    private GgufFile(Path path, FileChannel channel, GgufMetadata metadata, SequencedMap<String, GgufTensor> tensors) {
        this.path = path;
        this.channel = channel;
        this.metadata = metadata;
        this.tensors = Collections.unmodifiableSequencedMap(tensors);
    }

    /** @throws CheckpointException when it is no GGUF file that can be read; the message says where and why */
    static GgufFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return read(path, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static GgufFile read(Path path, FileChannel channel) throws IOException {
        GgufInput in = new GgufInput(channel, path.toString());
        if (channel.size() < 4 || in.u32() != MAGIC) {
            throw new CheckpointException(path + ": is no GGUF file; it does not begin with GGUF");
        }
        int version = in.u32();
        if (version != 2 && version != 3) {
            throw new CheckpointException(path + ": GGUF version " + Integer.toUnsignedString(version)
                    + " is not supported; expected 2 or 3, little-endian");
        }
        int tensors = in.count("the number of tensors", 24);
        int keys = in.count("the number of keys", 12);
        GgufMetadata metadata = GgufMetadata.read(in, keys, path.toString());
        if (metadata.count("split.count", 1) > 1) {
            throw metadata.wrong(
                    "split.count", "says that it is one of several; merge them first (llama-gguf-split --merge)");
        }
        return new GgufFile(path, channel, metadata, tensors(in, tensors, metadata, channel.size()));
    }

    private static SequencedMap<String, GgufTensor> tensors(
            GgufInput in, int count, GgufMetadata metadata, long fileSize) throws IOException {
        SequencedMap<String, GgufTensor> relative = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            GgufTensor tensor = tensor(in);
            if (relative.put(tensor.name(), tensor) != null) {
                throw in.broken("tensor " + tensor.name() + " is there twice");
            }
        }
        int alignment = metadata.count("general.alignment", ALIGNMENT);
        long data = Math.multiplyExact(Math.ceilDiv(in.position(), alignment), alignment);
        SequencedMap<String, GgufTensor> placed = new LinkedHashMap<>();
        for (GgufTensor tensor : relative.values()) {
            if (tensor.offset() < 0 || tensor.offset() > fileSize - data - tensor.bytes()) {
                throw in.broken("tensor " + tensor.name() + " does not lie within the file");
            }
            placed.put(
                    tensor.name(),
                    new GgufTensor(tensor.name(), tensor.shape(), tensor.type(), data + tensor.offset()));
        }
        return placed;
    }

    private static GgufTensor tensor(GgufInput in) throws IOException {
        String name = in.text("a tensor's name");
        int dimensions = in.u32();
        if (dimensions < 1 || dimensions > DIMENSIONS) {
            throw in.broken("tensor " + name + " has " + Integer.toUnsignedString(dimensions) + " dimensions");
        }
        long[] shape = new long[dimensions];
        long elements = 1;
        for (int i = dimensions - 1; i >= 0; i--) {
            shape[i] = in.u64();
            if (shape[i] < 1 || shape[i] > Integer.MAX_VALUE) {
                throw in.broken("tensor " + name + " has a dimension of " + Long.toUnsignedString(shape[i]));
            }
            elements *= shape[i];
            if (elements > MOST_ELEMENTS) {
                throw in.broken("tensor " + name + " has more than " + MOST_ELEMENTS + " numbers");
            }
        }
        GgmlType type = GgmlType.numbered(in.u32(), name);
        if (shape[dimensions - 1] % type.blockElements() != 0) {
            throw in.broken("tensor " + name + " has rows of " + shape[dimensions - 1]
                    + " numbers, which are no whole blocks of " + type);
        }
        return new GgufTensor(name, shape, type, in.u64());
    }

    Path path() {
        return path;
    }

    GgufMetadata metadata() {
        return metadata;
    }

    /** Every tensor by name, in the file's order. */
    SequencedMap<String, GgufTensor> tensors() {
        return tensors;
    }

    /**
     * Reads numbers of a tensor.
     *
     * @param from the first element, at a block's beginning
     * @param into gets as many numbers as are asked for
     * @param elements whole blocks of them
     */
    void read(GgufTensor tensor, long from, float[] into, int elements) throws IOException {
        GgmlType type = tensor.type();
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(type.bytes(elements))).order(ByteOrder.LITTLE_ENDIAN);
        long at = tensor.offset() + type.bytes(from);
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, at + bytes.position());
            if (read < 0) {
                throw new CheckpointException(path + ": tensor " + tensor.name() + " ends early; fetch the file again");
            }
        }
        type.read(bytes.flip(), into, elements);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
