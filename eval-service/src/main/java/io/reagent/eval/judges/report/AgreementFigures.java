package io.reagent.eval.judges.report;

import io.reagent.eval.judges.report.JudgeEvaluationReport.Agreement;
import io.reagent.eval.judges.report.JudgeEvaluationReport.WithAnnotator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** A judge's decisions beside those of people. */
final class AgreementFigures {
    private AgreementFigures() {}

    static Agreement of(Scored attempts, double threshold, Figures figures) {
        TreeSet<String> annotators = new TreeSet<>();
        attempts.items()
                .forEach(item -> annotators.addAll(item.known().verdicts().keySet()));
        List<WithAnnotator> each = new ArrayList<>();
        for (String annotator : annotators) {
            Scored common = attempts.only(item -> item.known().verdicts().containsKey(annotator));
            boolean[] judge = new boolean[common.size()];
            boolean[] person = new boolean[common.size()];
            for (int i = 0; i < judge.length; i++) {
                JudgedItem item = common.items().get(i);
                judge[i] = Scored.score(item) >= threshold;
                person[i] = Boolean.TRUE.equals(item.known().verdicts().get(annotator));
            }
            each.add(new WithAnnotator(annotator, judge.length, figures.kappa(judge, person, common.clusters())));
        }
        List<double[]> people = new ArrayList<>();
        List<double[]> all = new ArrayList<>();
        for (JudgedItem item : attempts.items()) {
            double[] ratings = item.known().verdicts().values().stream()
                    .mapToDouble(verdict -> verdict ? 1 : 0)
                    .toArray();
            people.add(ratings);
            double[] more = Arrays.copyOf(ratings, ratings.length + 1);
            more[ratings.length] = Scored.score(item) >= threshold ? 1 : 0;
            all.add(more);
        }
        return new Agreement(each, figures.alpha(all, attempts.clusters()), figures.alpha(people, attempts.clusters()));
    }
}
