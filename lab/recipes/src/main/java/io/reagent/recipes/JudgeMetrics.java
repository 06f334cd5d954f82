package io.reagent.recipes;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Figures by which a judge's scores are measured. Pure functions over parallel arrays. */
final class JudgeMetrics {
    private JudgeMetrics() {}

    /** Probability that a positive's value is above a negative's, ties counting one half. */
    static double auroc(double[] values, boolean[] positive) {
        double[] ranks = ranks(values);
        double sum = 0;
        int positives = 0;
        for (int i = 0; i < values.length; i++) {
            if (positive[i]) {
                sum += ranks[i];
                positives++;
            }
        }
        int negatives = values.length - positives;
        return (sum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }

    /** Pearson correlation of the ranks, ties sharing their mean rank. */
    static double spearman(double[] a, double[] b) {
        return pearson(ranks(a), ranks(b));
    }

    /** Expected calibration error: |mean predicted - mean actual| over ten equal bins of the prediction, by their share. */
    static double ece(double[] predicted, double[] actual) {
        double error = 0;
        for (int bin = 0; bin < 10; bin++) {
            int from = bin;
            int[] members = IntStream.range(0, predicted.length)
                    .filter(i -> Math.min(9, (int) (predicted[i] * 10 + 1e-9)) == from)
                    .toArray();
            double difference = Arrays.stream(members)
                    .mapToDouble(i -> predicted[i] - actual[i])
                    .sum();
            error += Math.abs(difference) / predicted.length;
        }
        return error;
    }

    private static double pearson(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElse(0);
        double meanB = Arrays.stream(b).average().orElse(0);
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }

    /** Ranks from 1, ties sharing their mean. */
    static double[] ranks(double[] values) {
        List<Integer> order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> values[i]))
                .toList();
        double[] ranks = new double[values.length];
        int from = 0;
        while (from < order.size()) {
            int to = from;
            while (to < order.size() && values[order.get(to)] == values[order.get(from)]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order.get(i)] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
