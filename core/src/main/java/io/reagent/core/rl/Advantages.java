package io.reagent.core.rl;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Group-relative advantages, {@code A_i = (R_i - mean) / std} over the group (GRPO: Shao et al., "DeepSeekMath",
 * arXiv 2402.03300, equation 3's normalised rewards). Reagent-U gives the 2n rewards of both stages of a task as one
 * group. The deviation is divided by the number of rewards less one, as verl and TRL do; no epsilon is added, since a
 * group whose rewards do not differ is rejected.
 *
 * @param rejection why nothing is to be learned from the group, or null
 * @param mean of the rewards that are there; NaN when none is
 * @param deviation of the rewards that are there; NaN for fewer than two
 * @param values for each rollout in the order given; null for those masked, and for all of a rejected group
 */
public record Advantages(@Nullable Rejection rejection, double mean, double deviation, List<@Nullable Double> values) {
    /** Differences that are nothing but rounding of {@code 1 + lambda * s}. */
    private static final double SAME = 1e-9;

    /** Why a group teaches nothing. */
    public enum Rejection {
        /** Fewer than two rollouts have a reward. */
        TOO_FEW,
        /** All rewards are equal: no rollout was better than another. */
        IDENTICAL,
        /** Their variance is below the least that was asked for. */
        LOW_VARIANCE
    }

    /**
     * @param rewards of one task's rollouts; null for those masked
     * @param leastVariance groups whose rewards vary less are rejected; 0 rejects those with identical rewards alone
     */
    public static Advantages of(Collection<@Nullable Double> rewards, double leastVariance) {
        double[] present = rewards.stream()
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
        double mean = Arrays.stream(present).average().orElse(Double.NaN);
        double deviation = Math.sqrt(
                Arrays.stream(present).map(r -> (r - mean) * (r - mean)).sum() / (present.length - 1));
        Rejection rejection = reject(present, deviation, leastVariance);
        List<@Nullable Double> values = rewards.stream()
                .<@Nullable Double>map(r -> r == null || rejection != null ? null : (Double) ((r - mean) / deviation))
                .toList();
        return new Advantages(rejection, mean, present.length < 2 ? Double.NaN : deviation, values);
    }

    private static @Nullable Rejection reject(double[] rewards, double deviation, double leastVariance) {
        if (rewards.length < 2) {
            return Rejection.TOO_FEW;
        }
        if (deviation < SAME) {
            return Rejection.IDENTICAL;
        }
        return deviation * deviation < leastVariance ? Rejection.LOW_VARIANCE : null;
    }
}
