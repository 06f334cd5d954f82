package io.reagent.training.datasets;

import java.util.SplittableRandom;

/** An endless order of tasks without memory: a new permutation for each time around. */
final class Shuffle {
    private Shuffle() {}

    /** What stands at a position, from 0 to {@code size - 1}. */
    static int at(long position, int size, long seed) {
        long round = position / size;
        int[] order = new int[size];
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + round);
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order[(int) (position % size)];
    }
}
