package io.reagent.lm.train;

import io.reagent.lm.decoder.Loss;

/**
 * How far the policy is from its sampler: plain means over the weighted tokens. With r the ratio of the policy's
 * probability to the sampler's, the estimators of KL(sampler || policy) from the sampler's own tokens are Schulman's ("
 * Approximating KL divergence", 2020). NaN where nothing was weighted, or the loss reads no sampler.
 *
 * @param tokens weighted tokens
 * @param meanRatio mean r
 * @param clipFraction of the tokens, those whose gradient clipping stopped (ppo) or bounded (cispo)
 * @param entropy of the policy, in nats
 * @param klV1 mean -log r: unbiased
 * @param klV2 mean (log r)^2 / 2: always positive
 * @param klV3 mean r - 1 - log r: unbiased and always positive
 */
public record LossMetrics(
        int tokens, double meanRatio, double clipFraction, double entropy, double klV1, double klV2, double klV3) {
    /** Sums of one pass. */
    static final class Sums {
        private final Loss loss;
        private int tokens;
        private int clipped;
        private double ratio;
        private double entropy;
        private double log;
        private double square;

        Sums(Loss loss) {
            this.loss = loss;
        }

        void add(double logprob, double sampled, double advantage, double tokenEntropy) {
            double logRatio = logprob - sampled;
            double r = Math.exp(logRatio);
            tokens++;
            ratio += r;
            log += logRatio;
            square += logRatio * logRatio;
            entropy += tokenEntropy;
            clipped += clips(r, advantage) ? 1 : 0;
        }

        private boolean clips(double r, double advantage) {
            return switch (loss) {
                case Loss.Ppo ppo -> advantage > 0 && r > ppo.high() || advantage < 0 && r < ppo.low();
                case Loss.Cispo cispo -> r > cispo.high() || r < cispo.low();
                case Loss.ImportanceSampling none -> false;
                case Loss.CrossEntropy none -> false;
            };
        }

        void addUnsampled() {
            tokens++;
            ratio = log = square = entropy = Double.NaN;
        }

        LossMetrics means() {
            return new LossMetrics(
                    tokens,
                    ratio / tokens,
                    loss.readsSampler() ? (double) clipped / tokens : Double.NaN,
                    entropy / tokens,
                    -log / tokens,
                    square / 2 / tokens,
                    (ratio - log) / tokens - 1);
        }
    }
}
