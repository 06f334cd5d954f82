package io.reagent.lm.gguf;

import java.nio.ByteBuffer;

/**
 * Blocks of 32 numbers with a scale, some with a minimum. Four bits of a number lie in a byte's low half for the first
 * sixteen and in its high half for the others; a fifth bit lies apart.
 */
final class SmallBlocks {
    private static final int ELEMENTS = 32;
    private static final int HALF = ELEMENTS / 2;

    private SmallBlocks() {}

    static void q80(ByteBuffer block, float[] into, int at) {
        float scale = half(block);
        for (int i = 0; i < ELEMENTS; i++) {
            into[at + i] = scale * block.get();
        }
    }

    static void q40(ByteBuffer block, float[] into, int at) {
        float scale = half(block);
        for (int i = 0; i < HALF; i++) {
            int pair = block.get();
            into[at + i] = scale * ((pair & 0xf) - 8);
            into[at + HALF + i] = scale * ((pair >> 4 & 0xf) - 8);
        }
    }

    static void q41(ByteBuffer block, float[] into, int at) {
        float scale = half(block);
        float minimum = half(block);
        for (int i = 0; i < HALF; i++) {
            int pair = block.get();
            into[at + i] = scale * (pair & 0xf) + minimum;
            into[at + HALF + i] = scale * (pair >> 4 & 0xf) + minimum;
        }
    }

    static void q50(ByteBuffer block, float[] into, int at) {
        float scale = half(block);
        int fifth = block.getInt();
        for (int i = 0; i < HALF; i++) {
            int pair = block.get();
            into[at + i] = scale * ((pair & 0xf | fifth(fifth, i)) - 16);
            into[at + HALF + i] = scale * ((pair >> 4 & 0xf | fifth(fifth, HALF + i)) - 16);
        }
    }

    static void q51(ByteBuffer block, float[] into, int at) {
        float scale = half(block);
        float minimum = half(block);
        int fifth = block.getInt();
        for (int i = 0; i < HALF; i++) {
            int pair = block.get();
            into[at + i] = scale * (pair & 0xf | fifth(fifth, i)) + minimum;
            into[at + HALF + i] = scale * (pair >> 4 & 0xf | fifth(fifth, HALF + i)) + minimum;
        }
    }

    private static int fifth(int bits, int element) {
        return (bits >>> element & 1) << 4;
    }

    static float half(ByteBuffer block) {
        return Float.float16ToFloat(block.getShort());
    }
}
