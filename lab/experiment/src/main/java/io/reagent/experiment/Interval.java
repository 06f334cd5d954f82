package io.reagent.experiment;

import java.util.List;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean over seeds with its 95 % interval by Student's t.
 *
 * @param mean NaN when there is no value
 * @param half half the interval's width; NaN for fewer than two values
 * @param values how many there are
 */
record Interval(double mean, double half, int values) {
    static Interval of(List<Double> values) {
        int n = values.size();
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        if (n < 2) {
            return new Interval(mean, Double.NaN, n);
        }
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        double error = Math.sqrt(squares / (n - 1) / n);
        return new Interval(mean, error * TDistribution.of(n - 1).inverseCumulativeProbability(0.975), n);
    }

    /** Such as {@code 0.512 ± 0.034}; a single value has no interval. */
    String text() {
        if (values == 0) {
            return "–";
        }
        return Double.isNaN(half)
                ? String.format(Locale.ROOT, "%.3f (one seed)", mean)
                : String.format(Locale.ROOT, "%.3f ± %.3f", mean, half);
    }
}
