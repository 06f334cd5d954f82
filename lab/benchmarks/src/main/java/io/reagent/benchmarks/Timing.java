package io.reagent.benchmarks;

/** Wall time of repeated work. Other work on the machine only ever adds to it, so the best of several runs is taken. */
final class Timing {
    private Timing() {}

    /** Seconds of the fastest of {@code runs}, after one run to warm up. */
    static double best(int runs, Runnable work) {
        work.run();
        double best = Double.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }
}
