package io.reagent.core.rl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        return of(rewards, Collections.nCopies(rewards.size(), 0), leastVariance);
    }

    /**
     * The same with a mean for each stage: {@code A_i = (R_i - mean of its stage) / std}, the deviation being that from the
     * stages' means, its degrees of freedom one less for each. A refined rollout gets no credit for what its critique gave
     * it, a first attempt no blame for having had none. Not the method's: to tell what pooling does.
     *
     * @param rewards of one task's rollouts; null for those masked
     * @param stages of the same rollouts, compared by {@code equals}
     * @param leastVariance groups whose rewards vary less are rejected; 0 rejects those with identical rewards alone
     */
    public static Advantages of(Collection<@Nullable Double> rewards, List<?> stages, double leastVariance) {
        List<@Nullable Double> given = new ArrayList<>(rewards);
        if (stages.size() != given.size()) {
            throw new IllegalArgumentException(given.size() + " rewards of " + stages.size() + " stages");
        }
        Map<Object, double[]> ofStage = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            Double reward = given.get(i);
            if (reward != null) {
                double[] sum = ofStage.computeIfAbsent(stages.get(i), stage -> new double[2]);
                sum[0] += reward;
                sum[1]++;
            }
        }
        List<@Nullable Double> differences = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Double reward = given.get(i);
            double[] sum = ofStage.get(stages.get(i));
            differences.add(reward == null || sum == null ? null : (Double) (reward - sum[0] / sum[1]));
        }
        double[] present = present(differences);
        int freedom = present.length - ofStage.size();
        double deviation = freedom < 1
                ? Double.NaN
                : Math.sqrt(Arrays.stream(present).map(d -> d * d).sum() / freedom);
        Rejection rejection = reject(deviation, leastVariance);
        return new Advantages(
                rejection,
                Arrays.stream(present(given)).average().orElse(Double.NaN),
                deviation,
                differences.stream()
                        .<@Nullable Double>map(d -> d == null || rejection != null ? null : (Double) (d / deviation))
                        .toList());
    }

    private static double[] present(Collection<@Nullable Double> values) {
        return values.stream()
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static @Nullable Rejection reject(double deviation, double leastVariance) {
        if (Double.isNaN(deviation)) {
            return Rejection.TOO_FEW;
        }
        if (deviation < SAME) {
            return Rejection.IDENTICAL;
        }
        return deviation * deviation < leastVariance ? Rejection.LOW_VARIANCE : null;
    }
}
