package io.reagent.statistics;

import io.reagent.statistics.NoFigure.Reason;
import java.util.ArrayList;
import java.util.List;

/** The plain mean of figures of samples that are independent of each other, such as one policy's on several benchmarks. */
public final class IndependentMean {
    private IndependentMean() {}

    /**
     * Mean with the interval that follows from theirs, MOVER: for {@code m} values {@code p} with ends {@code l} and
     * {@code u} it reaches from {@code mean - √Σ(p - l)² / m} to {@code mean + √Σ(u - p)² / m} (Zou and Donner,
     * "Construction of confidence limits about effect measures: a general approach", 2008, equations 3 and 4 for more than
     * two). It needs no standard errors, so that a figure of 1 with Wilson's interval has its part in it. The standard error
     * is {@code √Σ se² / m} where all have one.
     *
     * @return no figure when one of them is none; a mean without an interval when one has none
     */
    public static Figure of(List<Figure> figures, double confidence) {
        if (figures.isEmpty()) {
            return new NoFigure(Reason.NO_ITEMS, "there are no figures");
        }
        List<Estimate> estimates = new ArrayList<>();
        for (Figure figure : figures) {
            switch (figure) {
                case NoFigure none -> {
                    return none;
                }
                case Estimate estimate -> estimates.add(estimate);
            }
        }
        int parts = estimates.size();
        int n = estimates.stream().mapToInt(Estimate::n).sum();
        int clusters = estimates.stream().mapToInt(Estimate::clusters).sum();
        double mean = estimates.stream().mapToDouble(Estimate::value).sum() / parts;
        double squares = 0;
        double below = 0;
        double above = 0;
        boolean errors = true;
        for (Estimate estimate : estimates) {
            Double low = estimate.low();
            Double high = estimate.high();
            if (low == null || high == null) {
                return Estimate.bare(mean, confidence, n, clusters);
            }
            below += Math.pow(estimate.value() - low, 2);
            above += Math.pow(high - estimate.value(), 2);
            Double error = estimate.standardError();
            errors &= error != null;
            squares += error == null ? 0 : error * error;
        }
        return new Estimate(
                mean,
                errors ? (Double) (Math.sqrt(squares) / parts) : null,
                mean - Math.sqrt(below) / parts,
                mean + Math.sqrt(above) / parts,
                confidence,
                n,
                clusters,
                parts == 1 ? estimates.getFirst().method() : Method.MOVER);
    }
}
