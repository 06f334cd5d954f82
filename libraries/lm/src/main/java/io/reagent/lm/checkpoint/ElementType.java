package io.reagent.lm.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** Number formats of safetensors files this project reads and writes. */
public enum ElementType {
    F32(4, 6),
    F16(2, 5),
    BF16(2, 15);

    private final int bytes;
    private final int scalarType;

    ElementType(int bytes, int scalarType) {
        this.bytes = bytes;
        this.scalarType = scalarType;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** PyTorch's number of this type (c10::ScalarType). */
    public int scalarType() {
        return scalarType;
    }

    /** Little-endian elements of this type as float32. */
    void widen(ByteBuffer source, FloatBuffer into) {
        ByteBuffer in = source.order(ByteOrder.LITTLE_ENDIAN);
        switch (this) {
            case F32 -> into.put(in.asFloatBuffer());
            case F16 -> {
                ShortBuffer halves = in.asShortBuffer();
                while (halves.hasRemaining()) {
                    into.put(Float.float16ToFloat(halves.get()));
                }
            }
            case BF16 -> {
                ShortBuffer halves = in.asShortBuffer();
                while (halves.hasRemaining()) {
                    into.put(Float.intBitsToFloat(halves.get() << 16));
                }
            }
        }
    }

    /** Appends float32 values rounded to the nearest (ties to even) of this type, little-endian. */
    public void narrow(FloatBuffer source, ByteBuffer into) {
        into.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = source.position(); i < source.limit(); i++) {
            float value = source.get(i);
            switch (this) {
                case F32 -> into.putFloat(value);
                case F16 -> into.putShort(Float.floatToFloat16(value));
                case BF16 -> into.putShort(toBfloat16(value));
            }
        }
    }

    private static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    static ElementType named(String name, String tensor) {
        for (ElementType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new CheckpointException("tensor " + tensor + ": expected dtype F32, F16 or BF16, found " + name
                + "; convert the checkpoint first");
    }
}
