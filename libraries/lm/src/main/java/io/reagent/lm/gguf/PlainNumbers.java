package io.reagent.lm.gguf;

import java.nio.ByteBuffer;

/** Numbers that each stand for themselves. */
final class PlainNumbers {
    private PlainNumbers() {}

    static void f32(ByteBuffer block, float[] into, int at) {
        into[at] = block.getFloat();
    }

    static void f16(ByteBuffer block, float[] into, int at) {
        into[at] = Float.float16ToFloat(block.getShort());
    }

    static void bf16(ByteBuffer block, float[] into, int at) {
        into[at] = Float.intBitsToFloat(block.getShort() << 16);
    }
}
