package io.reagent.core.rl;

/**
 * How far a policy is from the one that sampled, over the sampled tokens. With {@code r = pi / pi_old}, the estimators of
 * KL(pi_old || pi) are Schulman's ("Approximating KL divergence", 2020).
 *
 * @param tokens sampled tokens seen
 * @param meanRatio mean r
 * @param clipFraction share of tokens whose gradient clipping stopped: {@code A > 0, r > high} or {@code A < 0, r < low}
 * @param klV1 mean -log r: unbiased
 * @param klV3 mean r - 1 - log r: unbiased and never negative
 * @param surprise mean -log pi: estimates the entropy of a policy that was sampled at temperature 1
 */
public record PolicyDrift(
        long tokens, double meanRatio, double clipFraction, double klV1, double klV3, double surprise) {
    /** Sums as results come in. Not thread-safe. */
    public static final class Sums {
        private final double low;
        private final double high;
        private long tokens;
        private long clipped;
        private double ratio;
        private double log;
        private double surprise;

        /** @param low and {@code high}: bounds on the ratio itself */
        public Sums(double low, double high) {
            this.low = low;
            this.high = high;
        }

        /** @param now log pi of the example's targets, as the training pass returned them */
        public void add(PolicyExample example, float[] now) {
            if (now.length != example.length()) {
                throw new IllegalArgumentException("the server returned " + now.length + " logprobs for "
                        + example.length() + " targets; they must be aligned");
            }
            for (int i = 0; i < now.length; i++) {
                if (example.sampled()[i]) {
                    double difference = now[i] - example.logprobs()[i];
                    double r = Math.exp(difference);
                    double advantage = example.advantages()[i];
                    tokens++;
                    ratio += r;
                    log += difference;
                    surprise -= now[i];
                    clipped += advantage > 0 && r > high || advantage < 0 && r < low ? 1 : 0;
                }
            }
        }

        /** NaN everywhere when no token was seen. */
        public PolicyDrift means() {
            return new PolicyDrift(
                    tokens,
                    ratio / tokens,
                    (double) clipped / tokens,
                    -log / tokens,
                    (ratio - log) / tokens - 1,
                    surprise / tokens);
        }
    }
}
