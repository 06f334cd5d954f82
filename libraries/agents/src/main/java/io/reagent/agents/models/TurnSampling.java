package io.reagent.agents.models;

import java.util.SplittableRandom;

/**
 * How a model's tokens are drawn.
 *
 * @param temperature 0 takes the most likely token
 * @param topP the share of probability that is drawn from
 * @param seed of the run; each turn draws from a seed of its own
 */
public record TurnSampling(double temperature, double topP, long seed) {
    /** The highest temperature that a run may ask for. */
    public static final double HOTTEST = 2;

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** The seed of a turn, counted from 0: of 31 bits, which every server takes. */
    public int seed(int turn) {
        return new SplittableRandom(seed + turn * SPREAD).nextInt(Integer.MAX_VALUE);
    }
}
