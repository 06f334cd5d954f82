package io.reagent.core.random;

/** Seeds of several samples of one request: the same request has the same ones again, and shares none with its neighbour. */
public final class SampleSeed {
    /** The golden ratio's fraction times 2^64, odd: steps of it visit every number. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private SampleSeed() {}

    /**
     * The seed of one sample: the request's own for the first, so that one sample alone draws from what was asked for.
     * Counting on instead would give the requests of seeds 0 and 1 all samples but one in common.
     *
     * @param seed of the request
     * @param sample counted from 0
     */
    public static long of(long seed, int sample) {
        return sample == 0 ? seed : mix(mix(seed) + sample * STEP);
    }

    /** The same, of 31 bits for every sample behind the first: what every server takes. The first is the request's own. */
    public static long ofShort(long seed, int sample) {
        return sample == 0 ? seed : of(seed, sample) >>> 33;
    }

    /** SplitMix64's finisher (Steele et al., "Fast splittable pseudorandom number generators", 2014). */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
