package io.reagent.benchmarks;

import io.reagent.grading.Grader;
import io.reagent.grading.Graders;
import io.reagent.grading.Reference;
import io.reagent.statistics.Clusters;
import io.reagent.statistics.bootstrap.ClusterBootstrap;
import io.reagent.statistics.judge.Auroc;
import io.reagent.statistics.judge.Calibration;
import io.reagent.statistics.judge.Correlation;
import io.reagent.statistics.judge.LabelledScores;
import io.reagent.statistics.judge.PairedValues;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What evaluations compute, on one thread and warm: answers graded a second, and bootstrap intervals. */
public final class EvalRates {
    private static final int ITEMS = 5_000;
    private static final int RESAMPLES = 10_000;
    private static final int RUNS = 3;
    private static final long SECOND = 1_000_000_000;

    private static final Map<String, String> PLAIN = Map.of(
            "\\boxed{42}", "42",
            "The answer is \\boxed{1,234.50}", "1234.5",
            "She makes 9 * 2 = $18 every day. The answer is 18", "18",
            "so \\boxed{\\frac{1}{2}}", "0.5",
            "\\boxed{17}", "18");
    private static final Map<String, String> SYMBOLIC = Map.of(
            "\\boxed{\\frac{x}{7}+\\frac{2}{7}}", "\\frac{x+2}{7}",
            "\\boxed{\\sqrt{117}}", "3\\sqrt{13}",
            "\\boxed{\\sec^2 y}", "\\tan^2(y)+1",
            "\\boxed{2-\\sqrt7, 2+\\sqrt7}", "2\\pm\\sqrt{7}",
            "\\boxed{[1,2)\\cup(3,\\infty)}", "(3,\\infty)\\cup[1,2)");

    private EvalRates() {}

    /** Prints them as one JSON object. */
    public static void main(String[] arguments) {
        ObjectNode found = JsonMapper.shared().createObjectNode();
        found.put("plain_per_s", rate(PLAIN));
        found.put("symbolic_per_s", rate(SYMBOLIC));
        SplittableRandom random = new SplittableRandom(1);
        double[] scores = random.doubles(ITEMS).toArray();
        double[] others = random.doubles(ITEMS).toArray();
        boolean[] labels = new boolean[ITEMS];
        for (int i = 0; i < ITEMS; i++) {
            labels[i] = random.nextDouble() < scores[i];
        }
        LabelledScores data = LabelledScores.of(scores, labels, Clusters.each(ITEMS));
        ClusterBootstrap bootstrap = new ClusterBootstrap(RESAMPLES, 0.95, 1);
        found.put("bootstrap_mean_s", Timing.best(RUNS, () -> bootstrap.estimate(Calibration.brier(data))));
        found.put(
                "bootstrap_ece_s",
                Timing.best(
                        RUNS,
                        () -> bootstrap.estimate(
                                Calibration.expectedError(data, 10, Calibration.Binning.EQUAL_WIDTH))));
        found.put("bootstrap_auroc_s", Timing.best(RUNS, () -> bootstrap.estimate(Auroc.of(data))));
        found.put(
                "bootstrap_spearman_s",
                Timing.best(
                        RUNS,
                        () -> bootstrap.estimate(
                                Correlation.spearman(PairedValues.of(scores, others, data.clusters())))));
        System.out.println(found);
    }

    private static double rate(Map<String, String> answers) {
        Grader math = Graders.named("math");
        double best = 0;
        for (int round = 0; round < RUNS + 1; round++) {
            long start = System.nanoTime();
            long graded = 0;
            while (System.nanoTime() - start < SECOND) {
                answers.forEach(
                        (message, reference) -> math.grade(message, new Reference(List.of(reference), List.of())));
                graded += answers.size();
            }
            best = Math.max(best, graded * (double) SECOND / (System.nanoTime() - start));
        }
        return best;
    }
}
