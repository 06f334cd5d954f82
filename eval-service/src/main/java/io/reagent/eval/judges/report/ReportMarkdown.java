package io.reagent.eval.judges.report;

import io.reagent.eval.judges.report.JudgeEvaluationReport.Baseline;
import io.reagent.eval.judges.report.JudgeEvaluationReport.BestOf;
import io.reagent.eval.judges.report.JudgeEvaluationReport.Bin;
import io.reagent.eval.judges.report.JudgeEvaluationReport.LengthBin;
import io.reagent.eval.judges.report.JudgeEvaluationReport.Robustness;
import io.reagent.eval.judges.report.JudgeEvaluationReport.SourceFigures;
import io.reagent.statistics.Estimate;
import io.reagent.statistics.Figure;
import io.reagent.statistics.NoFigure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report as tables of Markdown, for a terminal and for a model's card. */
public final class ReportMarkdown {
    private final StringBuilder text = new StringBuilder();
    private final List<String> missing = new ArrayList<>();

    private ReportMarkdown() {}

    /** The whole report. What has no number has a dash, and why stands below the tables. */
    public static String of(JudgeEvaluationReport report) {
        ReportMarkdown markdown = new ReportMarkdown();
        markdown.write(report);
        return markdown.text.toString();
    }

    private void write(JudgeEvaluationReport report) {
        JudgeEvaluationReport.Counts counts = report.counts();
        line("## " + escaped(report.subject().judge())
                + (report.subject().name() == null
                        ? ""
                        : ": " + escaped(report.subject().name())));
        line("");
        line(
                "%d attempts at %d tasks (%d right, %d wrong, %d unknown), judged %d time%s each; %d scored. Judge version %s. Evaluation %s.",
                counts.items(),
                counts.tasks(),
                counts.right(),
                counts.wrong(),
                counts.unknown(),
                counts.repeats(),
                counts.repeats() == 1 ? "" : "s",
                counts.scored(),
                report.subject().versions().isEmpty()
                        ? "unknown"
                        : String.join(", ", report.subject().versions()),
                report.subject().state());
        if (!counts.leftOut().isEmpty()) {
            line("Left out of the set: "
                    + counts.leftOut().entrySet().stream()
                            .map(entry -> entry.getValue() + " " + entry.getKey())
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        line("Intervals are of 95 %, over whole tasks.");
        figures(report);
        baselines(report);
        outcomes(report);
        calibration(report.worth().calibration().bins());
        length(report.conduct().length().bins());
        bestOf(report.worth().bestOfN());
        robustness(report.conduct().robustness());
        sources(report.sources());
        if (!missing.isEmpty()) {
            line("");
            missing.stream().distinct().forEach(reason -> line("- " + reason));
        }
    }

    private void figures(JudgeEvaluationReport report) {
        table("figure", "value", "interval", "n");
        JudgeEvaluationReport.Ranking ranking = report.worth().ranking();
        row("AUROC", ranking.auroc());
        row("pairwise accuracy within a task", ranking.pairwiseAccuracy());
        row("Spearman, score and label", ranking.spearman());
        row("Kendall, score and label", ranking.kendall());
        JudgeEvaluationReport.Decision decision = report.worth().decision();
        String at = String.format(Locale.ROOT, " at %.2f", report.subject().threshold());
        row("accuracy" + at, decision.accuracy());
        row("balanced accuracy" + at, decision.balancedAccuracy());
        row("precision" + at, decision.precision());
        row("recall" + at, decision.recall());
        row("specificity" + at, decision.specificity());
        row("F1" + at, decision.f1());
        row("negative predictive value" + at, decision.npv());
        row("ECE", report.worth().calibration().ece());
        row("Brier", report.worth().calibration().brier());
        JudgeEvaluationReport.Agreement agreement = report.worth().agreement();
        agreement.annotators().forEach(one -> row("kappa with " + escaped(one.annotator()), one.kappa()));
        row("Krippendorff's alpha, judge and annotators", agreement.alpha());
        row("Krippendorff's alpha, annotators alone", agreement.annotatorsAlpha());
        row("critiques that tell the wrong steps", report.worth().steps().told());
        row("first wrong step found", report.worth().steps().firstErrorAccuracy());
        row("first wrong step found, of erroneous", report.worth().steps().ofErroneous());
        row("none found wrong, of sound", report.worth().steps().ofSound());
        row("F1 of the two", report.worth().steps().firstErrorF1());
        row("step agreement", report.worth().steps().stepAgreement());
        row("deviation of one attempt's scores", report.conduct().repeats().deviation());
        row("variance of one attempt's scores", report.conduct().repeats().variance());
        row("decisions that flip", report.conduct().repeats().flips());
        row("deviation within a task", report.conduct().spread().deviation());
        row("tasks whose scores differ", report.conduct().spread().differing());
        row("Spearman, score and characters", report.conduct().length().characters());
        row("Spearman, score and turns", report.conduct().length().turns());
        row("critiques that give the answer away", report.conduct().leakage().share());
    }

    private void baselines(JudgeEvaluationReport report) {
        table("what length knows alone", "AUROC", "pairwise accuracy");
        for (Baseline baseline : report.conduct().baselines()) {
            cells(baseline.rule(), figure(baseline.auroc()), figure(baseline.pairwiseAccuracy()));
        }
        cells(
                "the judge",
                figure(report.worth().ranking().auroc()),
                figure(report.worth().ranking().pairwiseAccuracy()));
    }

    private void outcomes(JudgeEvaluationReport report) {
        table("outcome", "judgements", "share");
        report.outcomes().forEach(one -> cells(one.outcome(), Integer.toString(one.count()), figure(one.share())));
    }

    private void calibration(List<Bin> bins) {
        table("score", "attempts", "mean score", "right");
        for (Bin bin : bins) {
            if (bin.items() > 0) {
                cells(
                        String.format(Locale.ROOT, "%.1f to %.1f", bin.from(), bin.to()),
                        Integer.toString(bin.items()),
                        number(bin.score()),
                        figure(bin.right()));
            }
        }
    }

    private void length(List<LengthBin> bins) {
        table("characters", "attempts", "mean score", "right", "AUROC");
        for (LengthBin bin : bins) {
            cells(
                    bin.from() + " to " + bin.to(),
                    Integer.toString(bin.items()),
                    figure(bin.score()),
                    figure(bin.right()),
                    figure(bin.auroc()));
        }
    }

    private void bestOf(List<BestOf> sizes) {
        if (!sizes.isEmpty()) {
            table("best of", "tasks", "right", "over choosing blindly", "any right");
            sizes.forEach(one -> cells(
                    Integer.toString(one.n()),
                    Integer.toString(one.tasks()),
                    figure(one.picked()),
                    figure(one.uplift()),
                    figure(one.oracle())));
        }
    }

    private void robustness(List<Robustness> attacks) {
        if (!attacks.isEmpty()) {
            table("attack", "pairs", "not scored", "score", "passed", "mean move", "mean absolute move", "unchanged");
            attacks.forEach(one -> cells(
                    one.attack(),
                    Integer.toString(one.pairs()),
                    Integer.toString(one.failed()),
                    figure(one.score()),
                    figure(one.passed()),
                    figure(one.move()),
                    figure(one.absoluteMove()),
                    figure(one.unchanged())));
        }
    }

    private void sources(List<SourceFigures> sources) {
        if (!sources.isEmpty()) {
            table(
                    "source",
                    "attempts",
                    "tasks",
                    "not scored",
                    "AUROC",
                    "AUROC of shorter is right",
                    "pairwise accuracy",
                    "accuracy",
                    "Brier");
            sources.forEach(one -> cells(
                    escaped(one.source()),
                    Integer.toString(one.items()),
                    Integer.toString(one.tasks()),
                    figure(one.failed()),
                    figure(one.auroc()),
                    figure(one.shorter()),
                    figure(one.pairwiseAccuracy()),
                    figure(one.accuracy()),
                    figure(one.brier())));
        }
    }

    private void row(String name, Figure figure) {
        Estimate estimate = figure.estimate().orElse(null);
        if (estimate == null) {
            missing.add(name + ": " + reason(figure));
            cells(name, "–", "–", "0");
        } else {
            cells(name, number(estimate.value()), interval(estimate), Integer.toString(estimate.n()));
        }
    }

    private static String figure(Figure figure) {
        return figure.estimate()
                .map(estimate ->
                        number(estimate.value()) + (estimate.low() == null ? "" : " (" + interval(estimate) + ")"))
                .orElse("–");
    }

    private static String interval(Estimate estimate) {
        return estimate.low() == null ? "–" : number(estimate.low()) + " to " + number(estimate.high());
    }

    private static String number(@Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String reason(Figure figure) {
        return figure instanceof NoFigure none ? none.detail() : "";
    }

    private void table(String... heads) {
        line("");
        cells(heads);
        line("|" + "---|".repeat(heads.length));
    }

    private void cells(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    /** Names come from files and requests. */
    private static String escaped(String name) {
        return name.replaceAll("[\\r\\n|]", " ");
    }

    private void line(String format, Object... values) {
        text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
