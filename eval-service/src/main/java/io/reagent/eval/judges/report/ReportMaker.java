package io.reagent.eval.judges.report;

import io.reagent.eval.judges.JudgeEvaluation;
import io.reagent.eval.judges.report.JudgeEvaluationReport.Conduct;
import io.reagent.eval.judges.report.JudgeEvaluationReport.Counts;
import io.reagent.eval.judges.report.JudgeEvaluationReport.Leaks;
import io.reagent.eval.judges.report.JudgeEvaluationReport.OutcomeShare;
import io.reagent.eval.judges.report.JudgeEvaluationReport.Ranking;
import io.reagent.eval.judges.report.JudgeEvaluationReport.SourceFigures;
import io.reagent.eval.judges.report.JudgeEvaluationReport.Subject;
import io.reagent.eval.judges.report.JudgeEvaluationReport.Worth;
import io.reagent.eval.judges.report.JudgedItem.Said;
import io.reagent.statistics.Clusters;
import io.reagent.statistics.Confidence;
import io.reagent.statistics.Figure;
import io.reagent.statistics.Rate;
import io.reagent.statistics.judge.AtThreshold;
import io.reagent.statistics.judge.Auroc;
import io.reagent.statistics.judge.Calibration;
import io.reagent.statistics.judge.LabelledScores;
import io.reagent.statistics.judge.PairwiseAccuracy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes a report of what was stored. Pure, and takes its time: never on an event loop. */
final class ReportMaker {
    private final JudgeEvaluation evaluation;
    private final List<JudgedItem> all;
    private final List<JudgedItem> items;
    private final Scored scored;
    private final Scored known;
    private final Figures figures;

    ReportMaker(JudgeEvaluation evaluation, List<JudgedItem> all) {
        this.evaluation = evaluation;
        this.all = all;
        this.items = all.stream().filter(item -> item.attack() == null).toList();
        this.scored = new Scored(items);
        this.known = scored.withVerdict();
        this.figures = Figures.of(evaluation.seed(), evaluation.resamples());
    }

    JudgeEvaluationReport make() {
        return new JudgeEvaluationReport(subject(), counts(), outcomes(), worth(), conduct(), sources());
    }

    private Subject subject() {
        List<String> versions = all.stream()
                .flatMap(item -> item.judgements().stream())
                .map(Said::version)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        return new Subject(
                evaluation.id(),
                evaluation.name(),
                evaluation.judge(),
                versions,
                evaluation.state(),
                evaluation.threshold());
    }

    private Worth worth() {
        double threshold = evaluation.threshold();
        return new Worth(
                ranking(),
                DecisionFigures.of(known, threshold, figures),
                CalibrationFigures.of(known, figures),
                AgreementFigures.of(scored, threshold, figures),
                WrongSteps.of(items, figures),
                Choosing.of(known));
    }

    private Conduct conduct() {
        double threshold = evaluation.threshold();
        return new Conduct(
                Steadiness.repeats(scored, threshold, figures),
                Steadiness.spread(scored, figures),
                LengthEffects.length(scored, figures),
                LengthEffects.baselines(known, figures),
                leaks(),
                AttackEffects.of(all, threshold));
    }

    private Counts counts() {
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        evaluation.lock().path("left_out").forEachEntry((reason, count) -> leftOut.put(reason, count.asInt()));
        return new Counts(
                items.size(),
                (int) items.stream().map(JudgedItem::task).distinct().count(),
                count(item -> Boolean.TRUE.equals(item.verdict())),
                count(item -> Boolean.FALSE.equals(item.verdict())),
                count(item -> item.verdict() == null),
                count(item -> !item.judgements().isEmpty()),
                scored.size(),
                evaluation.size().repeats(),
                leftOut);
    }

    private int count(Predicate<JudgedItem> fits) {
        return (int) items.stream().filter(fits).count();
    }

    private List<OutcomeShare> outcomes() {
        List<String> outcomes = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        for (JudgedItem item : items) {
            for (Said said : item.judgements()) {
                outcomes.add(said.outcome().name());
                tasks.add(item.task());
            }
        }
        Clusters clusters = Clusters.of(tasks);
        TreeMap<String, Integer> counts = new TreeMap<>();
        outcomes.forEach(outcome -> counts.merge(outcome, 1, Integer::sum));
        List<OutcomeShare> shares = new ArrayList<>();
        counts.forEach((outcome, count) -> {
            double[] is = outcomes.stream()
                    .mapToDouble(one -> one.equals(outcome) ? 1 : 0)
                    .toArray();
            shares.add(new OutcomeShare(outcome, count, Rate.of(is, clusters, Confidence.USUAL)));
        });
        return shares;
    }

    private Ranking ranking() {
        Scored labelled = scored.only(item -> item.known().score() != null || item.verdict() != null);
        double[] labels = labelled.values(item -> {
            Double label = item.known().score();
            return label != null ? label : Scored.isRight(item) ? 1 : 0;
        });
        LabelledScores verdicts = known.labelled();
        return new Ranking(
                figures.of(Auroc.of(verdicts)),
                figures.of(PairwiseAccuracy.of(verdicts)),
                figures.spearman(labelled.scores(), labels, labelled.clusters()),
                figures.kendall(labelled.scores(), labels, labelled.clusters()));
    }

    private Leaks leaks() {
        List<String> tasks = new ArrayList<>();
        List<Double> reveals = new ArrayList<>();
        for (JudgedItem item : items) {
            for (Said said : item.judgements()) {
                Boolean told = said.reveals();
                if (told != null) {
                    tasks.add(item.task());
                    reveals.add(told ? 1.0 : 0.0);
                }
            }
        }
        double[] values = reveals.stream().mapToDouble(Double::doubleValue).toArray();
        return new Leaks(
                values.length,
                (int) reveals.stream().filter(one -> one > 0).count(),
                Rate.of(values, Clusters.of(tasks), Confidence.USUAL));
    }

    private List<SourceFigures> sources() {
        Map<String, List<JudgedItem>> sources = new TreeMap<>();
        items.forEach(item -> sources.computeIfAbsent(
                        Objects.requireNonNullElse(item.source(), "(none)"), source -> new ArrayList<>())
                .add(item));
        if (sources.size() < 2) {
            return List.of();
        }
        List<SourceFigures> each = new ArrayList<>();
        sources.forEach((source, its) -> each.add(source(source, its)));
        return each;
    }

    private SourceFigures source(String source, List<JudgedItem> its) {
        Scored here = new Scored(its);
        Scored sure = here.withVerdict();
        List<JudgedItem> judged =
                its.stream().filter(item -> !item.judgements().isEmpty()).toList();
        Function<JudgedItem, Double> failed = item -> item.score() == null ? 1.0 : 0.0;
        Figure failures = Rate.of(
                judged.stream().map(failed).mapToDouble(Double::doubleValue).toArray(),
                Clusters.of(judged.stream().map(JudgedItem::task).toList()),
                Confidence.USUAL);
        LabelledScores labelled = sure.labelled();
        return new SourceFigures(
                source,
                its.size(),
                (int) its.stream().map(JudgedItem::task).distinct().count(),
                here.size(),
                failures,
                figures.of(Auroc.of(labelled)),
                figures.of(PairwiseAccuracy.of(labelled)),
                figures.of(AtThreshold.of(labelled, evaluation.threshold()).accuracy()),
                figures.of(Calibration.brier(labelled)),
                figures.of(Auroc.of(sure.labelled(item -> -item.characters()))));
    }
}
