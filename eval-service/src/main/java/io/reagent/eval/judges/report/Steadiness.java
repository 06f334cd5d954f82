package io.reagent.eval.judges.report;

import io.reagent.eval.judges.report.JudgeEvaluationReport.Repeats;
import io.reagent.eval.judges.report.JudgeEvaluationReport.Spread;
import io.reagent.statistics.Clusters;
import io.reagent.statistics.Confidence;
import io.reagent.statistics.Rate;
import io.reagent.statistics.judge.WithinGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How far scores lie apart: of one attempt judged again, and of attempts at one task. */
final class Steadiness {
    private Steadiness() {}

    static Repeats repeats(Scored attempts, double threshold, Figures figures) {
        Scored again = attempts.only(item -> item.scores().length > 1);
        List<Double> scores = new ArrayList<>();
        List<String> items = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        for (JudgedItem item : again.items()) {
            for (double score : item.scores()) {
                scores.add(score);
                items.add(item.item());
                tasks.add(item.task());
            }
        }
        WithinGroups within = WithinGroups.of(
                scores.stream().mapToDouble(Double::doubleValue).toArray(), Clusters.of(items), Clusters.of(tasks));
        double[] flips = again.values(item -> {
            double[] sorted = item.scores();
            Arrays.sort(sorted);
            return sorted[0] < threshold && sorted[sorted.length - 1] >= threshold ? 1 : 0;
        });
        return new Repeats(
                again.size(),
                figures.of(within.meanDeviation()),
                figures.of(within.meanVariance()),
                Rate.of(flips, again.clusters(), Confidence.USUAL));
    }

    static Spread spread(Scored attempts, Figures figures) {
        WithinGroups within = WithinGroups.of(attempts.scores(), attempts.clusters());
        int tasks = (int)
                attempts.groups().stream().filter(group -> group.size() > 1).count();
        return new Spread(tasks, figures.of(within.meanDeviation()), figures.of(within.differing()));
    }
}
