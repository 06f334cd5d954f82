package io.reagent.lm.gguf;

import java.nio.ByteBuffer;

/** Blocks of 256 numbers whose sub-blocks have scales, and minima, that are themselves small numbers with a common scale. */
final class SuperBlocks {
    private static final int ELEMENTS = 256;
    /** Numbers that lie in the same bytes: their low halves are one sub-block, their high halves the next. */
    private static final int PAIRED = 64;

    private static final int SUB = PAIRED / 2;
    private static final int SCALES = 12;

    private SuperBlocks() {}

    static void q4k(ByteBuffer block, float[] into, int at) {
        float scale = SmallBlocks.half(block);
        float minimum = SmallBlocks.half(block);
        byte[] scales = new byte[SCALES];
        block.get(scales);
        byte[] low = new byte[ELEMENTS / 2];
        block.get(low);
        fourBits(scale, minimum, scales, low, new byte[SUB], into, at);
    }

    static void q5k(ByteBuffer block, float[] into, int at) {
        float scale = SmallBlocks.half(block);
        float minimum = SmallBlocks.half(block);
        byte[] scales = new byte[SCALES];
        block.get(scales);
        byte[] fifth = new byte[SUB];
        block.get(fifth);
        byte[] low = new byte[ELEMENTS / 2];
        block.get(low);
        fourBits(scale, minimum, scales, low, fifth, into, at);
    }

    /** @param fifth a byte for each place of a sub-block, a bit of it for each of the eight sub-blocks */
    private static void fourBits(
            float scale, float minimum, byte[] scales, byte[] low, byte[] fifth, float[] into, int at) {
        for (int sub = 0; sub < ELEMENTS / SUB; sub++) {
            float step = scale * scaleOf(scales, sub);
            float least = minimum * minimumOf(scales, sub);
            int bytes = sub / 2 * SUB;
            int shift = sub % 2 * 4;
            for (int i = 0; i < SUB; i++) {
                int number = low[bytes + i] >> shift & 0xf | (fifth[i] >> sub & 1) << 4;
                into[at + sub * SUB + i] = step * number - least;
            }
        }
    }

    /** Six bits: whole for the first four sub-blocks; for the others four bits, and two in the high bits of the first. */
    private static int scaleOf(byte[] scales, int sub) {
        return sub < 4 ? scales[sub] & 63 : scales[sub + 4] & 0xf | (scales[sub - 4] >> 6 & 3) << 4;
    }

    private static int minimumOf(byte[] scales, int sub) {
        return sub < 4 ? scales[sub + 4] & 63 : scales[sub + 4] >> 4 & 0xf | (scales[sub] >> 6 & 3) << 4;
    }

    static void q6k(ByteBuffer block, float[] into, int at) {
        byte[] low = new byte[ELEMENTS / 2];
        block.get(low);
        byte[] high = new byte[ELEMENTS / 4];
        block.get(high);
        byte[] scales = new byte[ELEMENTS / 16];
        block.get(scales);
        float scale = SmallBlocks.half(block);
        for (int element = 0; element < ELEMENTS; element++) {
            int half = element / 128;
            int quarter = element % 128 / 32;
            int place = element % 32;
            int four = low[half * 64 + quarter % 2 * 32 + place] >> quarter / 2 * 4 & 0xf;
            int two = high[half * 32 + place] >> quarter * 2 & 3;
            into[at + element] = scale * scales[element / 16] * ((four | two << 4) - 32);
        }
    }
}
