package io.reagent.lm;

import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.Safetensors;
import io.reagent.lm.checkpoint.SafetensorsWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;

/** Small tensors whole. */
public final class Tensors {
    private Tensors() {}

    public static SafetensorsWriter.Tensor of(String name, ElementType type, long[] shape, ByteBuffer bytes) {
        return new SafetensorsWriter.Tensor(name, type, shape, () -> Stream.of(bytes.duplicate()));
    }

    /** As it stands in a file. */
    public static SafetensorsWriter.Tensor of(String name, Safetensors file, Safetensors.Entry entry) {
        return of(name, entry.type(), entry.shape(), bytes(file, entry));
    }

    public static ByteBuffer bytes(Safetensors file, Safetensors.Entry entry) {
        ByteBuffer bytes = ByteBuffer.allocate((int) entry.length()).order(ByteOrder.LITTLE_ENDIAN);
        file.read(entry, 0, bytes);
        return bytes.flip();
    }

    public static ByteBuffer bytes(SafetensorsWriter.Tensor tensor) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tensor.blocks().get().forEach(block -> {
            byte[] part = new byte[block.remaining()];
            block.get(part);
            out.writeBytes(part);
        });
        return ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
