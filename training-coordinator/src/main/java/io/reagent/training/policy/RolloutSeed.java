package io.reagent.training.policy;

/**
 * Seeds of everything random in a run, from its own seed and where in it: a step that is made again samples the same. 31
 * bits, which every server reads.
 */
public final class RolloutSeed {
    private RolloutSeed() {}

    public static long of(long runSeed, int step, int task, int stage, int sample) {
        long mixed = mix(runSeed);
        mixed = mix(mixed ^ step);
        mixed = mix(mixed ^ ((long) task << 32 | stage));
        return bits(mix(mixed ^ sample));
    }

    static long ofTurn(long rollout, int turn) {
        return bits(mix(mix(rollout) ^ turn));
    }

    private static long bits(long mixed) {
        return mixed >>> 33;
    }

    /** SplitMix64's finaliser (Steele et al., 2014). */
    private static long mix(long z) {
        long mixed = z + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
