package io.reagent.eval.pictures;

import io.reagent.charts.Dot;
import io.reagent.charts.DotChart;
import io.reagent.charts.NoFontsException;
import io.reagent.eval.evaluations.Evaluation;
import io.reagent.eval.grid.EvaluationGrid;
import io.reagent.eval.judges.report.JudgeEvaluationReport;
import io.reagent.eval.results.Comparison;
import io.reagent.eval.results.FigureView;
import io.reagent.eval.results.Results;
import io.reagent.kit.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.springframework.http.HttpStatus;

/** Draws results as SVG. Blocking: fonts are read from disk. */
public final class Pictures {
    private static final double APART = 0.12;

    private Pictures() {}

    /** One comparison with a baseline. */
    public record Compared(Evaluation evaluation, Comparison comparison) {}

    /** What k samples come to: pass@k, pass^k and majority over k. */
    public static String passAtK(Evaluation evaluation, Results results) {
        DotChart chart = DotChart.over(name(evaluation), "k, samples of a question", "share of questions")
                .between(0, 1)
                .line("pass@k: any right", over(results, Results.AtK::any))
                .line("pass^k: all right", over(results, Results.AtK::all))
                .line("majority of k", over(results, Results.AtK::majority));
        return drawn(chart);
    }

    private static List<Dot> over(Results results, Function<Results.AtK, FigureView> figure) {
        List<Dot> dots = new ArrayList<>();
        for (Results.AtK at : results.at()) {
            add(dots, at.k(), figure.apply(at));
        }
        return dots;
    }

    /** Differences of pass@1 from a baseline's, the first on top; an interval that leaves 0 out is a difference. */
    public static String forest(Evaluation baseline, List<Compared> others) {
        List<String> rows = others.reversed().stream()
                .map(other -> name(other.evaluation()))
                .toList();
        DotChart chart = DotChart.rows("Less " + name(baseline), "difference of pass@1 over shared questions", rows);
        chart.aid(0, -0.5, 0, others.size() - 0.5);
        for (int i = 0; i < others.size(); i++) {
            FigureView difference = others.get(i).comparison().difference();
            int row = others.size() - 1 - i;
            if (difference.value() != null) {
                Dot dot = new Dot(difference.value(), row, low(difference), high(difference));
                chart.dots(said(others.get(i).comparison()), List.of(dot));
            }
        }
        boolean none = others.stream()
                .allMatch(other -> other.comparison().difference().value() == null);
        if (none) {
            throw nothing();
        }
        return drawn(chart);
    }

    private static String said(Comparison comparison) {
        FigureView difference = comparison.difference();
        return String.format(
                Locale.ROOT,
                "%+.3f [%+.3f, %+.3f], n = %d%s",
                difference.value(),
                low(difference),
                high(difference),
                comparison.shared(),
                comparison.differences().isEmpty() ? "" : ", made unlike");
    }

    /** pass@1 of each row on each benchmark. */
    public static String grid(EvaluationGrid grid) {
        DotChart chart = DotChart.columns("pass@1 by benchmark", grid.benchmarks(), "benchmark", "pass@1")
                .between(0, 1);
        double middle = (grid.rows().size() - 1) / 2.0;
        double apart = Math.min(APART, 0.8 / Math.max(1, grid.rows().size()));
        for (int i = 0; i < grid.rows().size(); i++) {
            EvaluationGrid.Row row = grid.rows().get(i);
            List<Dot> dots = new ArrayList<>();
            for (EvaluationGrid.Cell cell : row.cells()) {
                add(dots, grid.benchmarks().indexOf(cell.benchmark()) + (i - middle) * apart, cell.passAt1());
            }
            String step = row.run() == null ? "" : ", step " + row.run().step();
            chart.dots(row.policy() + ", " + row.arm() + step, dots);
        }
        return drawn(chart);
    }

    /** Share of right attempts over the judge's mean score, in ten bins; on the diagonal scores are probabilities. */
    public static String reliability(String judge, JudgeEvaluationReport report) {
        List<Dot> dots = new ArrayList<>();
        for (JudgeEvaluationReport.Bin bin : report.worth().calibration().bins()) {
            if (bin.score() != null) {
                add(dots, bin.score(), FigureView.of(bin.right()));
            }
        }
        DotChart chart = DotChart.over("Scores of " + judge, "mean score of the bin", "share of right attempts")
                .between(0, 1)
                .aid(0, 0, 1, 1)
                .line(judge, dots);
        if (dots.isEmpty()) {
            throw nothing();
        }
        return drawn(chart);
    }

    private static void add(List<Dot> dots, double x, FigureView figure) {
        if (figure.value() != null) {
            dots.add(new Dot(x, figure.value(), low(figure), high(figure)));
        }
    }

    private static double low(FigureView figure) {
        return figure.low() == null ? value(figure) : figure.low();
    }

    private static double high(FigureView figure) {
        return figure.high() == null ? value(figure) : figure.high();
    }

    private static double value(FigureView figure) {
        return figure.value() == null ? 0 : figure.value();
    }

    /** By its own name, else by what it is of. */
    private static String name(Evaluation evaluation) {
        String name = evaluation.spec().name();
        return name != null
                ? name
                : evaluation.spec().subject().policy() + " ("
                        + evaluation.spec().subject().strategy() + ") on "
                        + evaluation.spec().questions().benchmark();
    }

    private static String drawn(DotChart chart) {
        if (chart.isEmpty()) {
            throw nothing();
        }
        try {
            return chart.svg();
        } catch (NoFontsException none) {
            throw Problem.of(
                            HttpStatus.NOT_IMPLEMENTED,
                            "no-fonts",
                            "Pictures cannot be drawn on this machine: " + none.getMessage())
                    .remedy("Install fonts, or draw from the figures that the same path without .svg has.")
                    .asException();
        }
    }

    private static RuntimeException nothing() {
        return Problem.of(HttpStatus.CONFLICT, "nothing-to-draw", "There is no figure to draw yet")
                .remedy("Wait until something is graded; results say what is there.")
                .asException();
    }
}
