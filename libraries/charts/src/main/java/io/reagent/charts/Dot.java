package io.reagent.charts;

/**
 * A figure with its interval, which has no width where there is none.
 *
 * @param low of the interval, on the axis that the chart's figures are on
 * @param high of the interval
 */
public record Dot(double x, double y, double low, double high) {
    public Dot {
        if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(low) || !(high >= low && high < 1e300)) {
            throw new IllegalArgumentException(
                    "(" + x + ", " + y + ") from " + low + " to " + high + " cannot be drawn");
        }
    }
}
