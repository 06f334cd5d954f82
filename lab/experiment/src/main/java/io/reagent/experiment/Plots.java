package io.reagent.experiment;

import io.reagent.charts.Dot;
import io.reagent.charts.DotChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Draws what the tables of docs/results.md say, as SVG. */
final class Plots {
    private static final int POINTS = 11;
    private static final int MOST_INTERVALS = 3;
    private static final int JUDGE = 2;
    private static final int RIGHT = 1;

    private final Path directory;
    private final double budget;

    Plots(Path directory, double budget) {
        this.directory = directory;
        this.budget = budget;
    }

    /**
     * Mean pass@1 over seeds against tokens, with 95 % intervals where there are two seeds; of many arms the first alone has
     * them, or none could be read.
     */
    void learning(String file, String title, List<Arm> arms, List<Finished> runs) throws IOException {
        DotChart chart = chart(title, "pass@1 on held-out tasks");
        int colour = 0;
        for (Arm arm : arms) {
            List<Finished> of =
                    runs.stream().filter(run -> run.arm().equals(arm.name())).toList();
            int drawn = colour++;
            if (!of.isEmpty()) {
                boolean intervals = arms.size() <= MOST_INTERVALS || arm.equals(arms.getFirst());
                curve(chart, arm.name(), of, drawn, intervals);
            }
        }
        write(chart, file);
    }

    private void curve(DotChart chart, String name, List<Finished> runs, int colour, boolean intervals) {
        List<Dot> dots = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            double at = budget * i / (POINTS - 1);
            Interval interval =
                    Interval.of(runs.stream().map(run -> run.curve().at(at)).toList());
            double half = intervals && Double.isFinite(interval.half()) ? interval.half() : 0;
            dots.add(new Dot(at / 1_000, interval.mean(), interval.mean() - half, interval.mean() + half));
        }
        chart.line(name, dots, colour);
    }

    /** Two values of the steps of an arm's runs against tokens, each the mean over seeds. */
    void rewards(String file, String title, List<Finished> runs) throws IOException {
        DotChart chart = chart(title, "mean over first rollouts of a step");
        steps(chart, "judge's score", runs, Finished.Step::judge, JUDGE);
        steps(chart, "right answers", runs, Finished.Step::outcome, RIGHT);
        write(chart, file);
    }

    private void steps(
            DotChart chart, String name, List<Finished> runs, ToDoubleFunction<Finished.Step> value, int colour) {
        List<Dot> dots = new ArrayList<>();
        for (int i = 0; i < POINTS - 1; i++) {
            double from = budget * i / (POINTS - 1);
            double to = budget * (i + 1) / (POINTS - 1);
            double mean = runs.stream()
                    .flatMap(run -> run.steps().stream())
                    .filter(step -> step.tokens() > from && step.tokens() <= to)
                    .mapToDouble(value)
                    .filter(Double::isFinite)
                    .average()
                    .orElse(Double.NaN);
            if (!Double.isNaN(mean)) {
                dots.add(new Dot((from + to) / 2_000, mean, mean, mean));
            }
        }
        chart.line(name, dots, colour);
    }

    private static DotChart chart(String title, String axis) {
        return DotChart.over(title, "thousand tokens the policy generated in training", axis);
    }

    private void write(DotChart chart, String file) throws IOException {
        Files.createDirectories(directory);
        if (!chart.isEmpty()) {
            Files.writeString(directory.resolve(file), chart.svg());
        }
    }
}
