package io.reagent.core.rl;

import org.jspecify.annotations.Nullable;

/**
 * What one rollout earned. The method's {@code R = R_rule + lambda * s} ("Exploring Reasoning Reward Model for Agents",
 * arXiv 2601.22154), where R_rule is the outcome reward and s the judge's score. The published code takes 0 for s where
 * the judge failed; here such a rollout has no reward at all.
 *
 * @param outcome R_rule: 1 for a right answer, 0 for a wrong one or none; where a judge is trained, what its judgement
 *     earned
 * @param judge s in [0, 1], or null when nobody judged or the judgement failed
 * @param total R, or null for a rollout that is masked: it enters neither its group's statistics nor the loss
 */
public record Reward(
        double outcome, @Nullable Double judge, @Nullable Double total) {
    /** {@code R = R_rule}, of plain GRPO. */
    public static Reward ofOutcome(double outcome) {
        return new Reward(outcome, null, outcome);
    }

    /**
     * {@code R = R_rule + lambda * s}, of Reagent-R and Reagent-U.
     *
     * @param score s, or null for a judgement that failed: the rollout is masked, whatever its outcome
     * @throws IllegalArgumentException for a score outside [0, 1] or a lambda that is negative or not finite
     */
    public static Reward judged(double outcome, @Nullable Double score, double lambda) {
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("lambda must be finite and not negative, was " + lambda);
        }
        if (score == null) {
            return masked(outcome);
        }
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("score must be in [0, 1], was " + score);
        }
        return new Reward(outcome, score, outcome + lambda * score);
    }

    /** Of a rollout nothing is to be learned from. */
    public static Reward masked(double outcome) {
        return new Reward(outcome, null, null);
    }
}
