package io.reagent.training.algorithms;

/**
 * Options of algorithms that learn from rollouts. One that does not use an option keeps it, for runs of another kind that
 * are forked from its own.
 *
 * @param lambda weight of the judge's score in the reward
 * @param critique whether refined rollouts are shown the critique; without it they see their attempt alone
 * @param pooled whether both stages' rewards have one mean, as in the method; false gives each stage its own
 * @param minGroupVariance groups whose rewards vary less are rejected
 * @param leakageFilter whether refined rollouts that speak of the critique are masked
 */
public record AlgorithmOptions(
        double lambda, boolean critique, boolean pooled, double minGroupVariance, boolean leakageFilter) {
    /** The method's own. */
    public static final AlgorithmOptions RELEASED = new AlgorithmOptions(0.3, true, true, 0, false);
}
