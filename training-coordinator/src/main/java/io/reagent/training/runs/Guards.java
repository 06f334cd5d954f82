package io.reagent.training.runs;

/**
 * What enters learning, and what stops it.
 *
 * @param lambda weight of the judge's score in the reward
 * @param critique whether refined rollouts are shown the critique; without it they see their attempt alone
 * @param pooled whether both stages' rewards have one mean, as in the method; false gives each stage its own
 * @param minGroupVariance groups whose rewards vary less are rejected
 * @param leakageFilter whether refined rollouts that speak of the critique are masked
 * @param maxJudgeFailureShare a step with a greater share of failed judgements stops the run
 * @param maxEmptySteps so many steps in a row without a group to learn from stop the run
 */
public record Guards(
        double lambda,
        boolean critique,
        boolean pooled,
        double minGroupVariance,
        boolean leakageFilter,
        double maxJudgeFailureShare,
        int maxEmptySteps) {}
