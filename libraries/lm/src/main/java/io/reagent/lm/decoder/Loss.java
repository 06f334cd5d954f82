package io.reagent.lm.decoder;

/**
 * What is minimised over the weighted tokens, summed and not averaged: whoever wants a mean folds it into the weights or
 * advantages. The Tinker protocol's losses, by its definitions.
 *
 * <p>With {@code r = exp(logprob - the sampler's logprob)}, {@code A} the advantage and {@code w} the weight of a token:
 */
public sealed interface Loss {
    /** {@code -w * logprob}. */
    record CrossEntropy() implements Loss {}

    /** {@code -w * r * A}. */
    record ImportanceSampling() implements Loss {}

    /**
     * {@code -w * min(r * A, clip(r, low, high) * A)} (Schulman et al., 2017). The bounds are on the ratio itself:
     * clip-higher with an epsilon of 0.28 is {@code high} 1.28.
     */
    record Ppo(double low, double high) implements Loss {
        public static final Ppo DEFAULT = new Ppo(0.8, 1.2);

        public Ppo {
            check(low, high);
        }
    }

    /**
     * {@code -w * clip(r, low, high) * logprob * A} with no gradient through the clipped ratio (MiniMax-M1, 2025): no
     * token's gradient is lost to clipping.
     */
    record Cispo(double low, double high) implements Loss {
        public static final Cispo DEFAULT = new Cispo(0, 4);

        public Cispo {
            check(low, high);
        }
    }

    /** Whether it reads the sampler's logprobs and advantages. */
    default boolean readsSampler() {
        return !(this instanceof CrossEntropy);
    }

    /** Name in the protocol, and of the program's method. */
    default String wireName() {
        return switch (this) {
            case CrossEntropy c -> "cross_entropy";
            case ImportanceSampling i -> "importance_sampling";
            case Ppo p -> "ppo";
            case Cispo c -> "cispo";
        };
    }

    /** Least ratio that is not clipped. */
    default double lowerBound() {
        return switch (this) {
            case CrossEntropy c -> 0;
            case ImportanceSampling i -> 0;
            case Ppo p -> p.low;
            case Cispo c -> c.low;
        };
    }

    /** Greatest ratio that is not clipped. */
    default double upperBound() {
        return switch (this) {
            case CrossEntropy c -> Double.POSITIVE_INFINITY;
            case ImportanceSampling i -> Double.POSITIVE_INFINITY;
            case Ppo p -> p.high;
            case Cispo c -> c.high;
        };
    }

    private static void check(double low, double high) {
        if (!(low >= 0 && low <= 1)) {
            throw new IllegalArgumentException("clip_low_threshold must be in [0, 1], was " + low);
        }
        if (!(high >= 1)) {
            throw new IllegalArgumentException("clip_high_threshold must be at least 1, was " + high);
        }
    }
}
