package io.reagent.lm.generate;

/** What a step takes by how many rows it computes: a line through the steps lately. Owner thread only. */
final class StepTime {
    private static final double DECAY = 0.98;
    /** Without steps of different sizes to go by, this many rows are thought to cost as much as the step itself. */
    private static final double PRIOR_ROWS = 32;

    /** How much the prior counts, in squared rows. */
    private static final double PRIOR_WEIGHT = 4;

    /** A step longer than this many usual ones was held up by something else. */
    private static final double OUTLIER = 4;

    private double weight;
    private double rows;
    private double time;
    private double rowsRows;
    private double rowsTime;

    void took(int count, double nanos) {
        double counted = weight > 0 ? Math.min(nanos, OUTLIER * Math.max(of(count), of(1))) : nanos;
        weight = DECAY * weight + 1;
        rows = DECAY * rows + count;
        time = DECAY * time + counted;
        rowsRows = DECAY * rowsRows + (double) count * count;
        rowsTime = DECAY * rowsTime + count * counted;
    }

    /** Expected nanoseconds of a step of {@code count} rows; before the first step in units of its own. */
    double of(int count) {
        if (weight == 0) {
            return PRIOR_ROWS + count;
        }
        double meanRows = rows / weight;
        double meanTime = time / weight;
        double variance = rowsRows / weight - meanRows * meanRows;
        double covariance = rowsTime / weight - meanRows * meanTime;
        double prior = meanTime / (PRIOR_ROWS + meanRows);
        double slope = (covariance + PRIOR_WEIGHT * prior) / (variance + PRIOR_WEIGHT);
        double bounded = Math.clamp(slope, 0, meanTime / meanRows);
        return meanTime + bounded * (count - meanRows);
    }
}
