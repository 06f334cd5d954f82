package io.reagent.experiment;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws what the tables of docs/results.md say, as SVG. */
final class Plots {
    private static final int POINTS = 11;
    private static final int MOST_INTERVALS = 3;
    /** Okabe and Ito's colours, which the colour-blind can tell apart. */
    private static final List<Color> COLOURS = List.of(
            new Color(0x000000),
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9));

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
        XYChart chart = chart(title, "pass@1 on held-out tasks");
        int colour = 0;
        for (Arm arm : arms) {
            List<Finished> of =
                    runs.stream().filter(run -> run.arm().equals(arm.name())).toList();
            Color drawn = COLOURS.get(colour++ % COLOURS.size());
            if (!of.isEmpty()) {
                boolean intervals = arms.size() <= MOST_INTERVALS || arm.equals(arms.getFirst());
                curve(chart, arm.name(), of, drawn, intervals);
            }
        }
        write(chart, file);
    }

    private void curve(XYChart chart, String name, List<Finished> runs, Color colour, boolean intervals) {
        double[] tokens = new double[POINTS];
        double[] means = new double[POINTS];
        double[] halves = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            double at = budget * i / (POINTS - 1);
            Interval interval =
                    Interval.of(runs.stream().map(run -> run.curve().at(at)).toList());
            tokens[i] = at / 1_000;
            means[i] = interval.mean();
            halves[i] = intervals && Double.isFinite(interval.half()) ? interval.half() : 0;
        }
        draw(chart, name, tokens, means, halves, colour);
    }

    /** Two values of the steps of an arm's runs against tokens, each the mean over seeds. */
    void rewards(String file, String title, List<Finished> runs) throws IOException {
        XYChart chart = chart(title, "mean over first rollouts of a step");
        steps(chart, "judge's score", runs, Finished.Step::judge, COLOURS.get(2));
        steps(chart, "right answers", runs, Finished.Step::outcome, COLOURS.get(1));
        write(chart, file);
    }

    private void steps(
            XYChart chart, String name, List<Finished> runs, ToDoubleFunction<Finished.Step> value, Color colour) {
        List<Double> tokens = new ArrayList<>();
        List<Double> means = new ArrayList<>();
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
                tokens.add((from + to) / 2_000);
                means.add(mean);
            }
        }
        if (!tokens.isEmpty()) {
            double[] x = tokens.stream().mapToDouble(Double::doubleValue).toArray();
            double[] y = means.stream().mapToDouble(Double::doubleValue).toArray();
            draw(chart, name, x, y, new double[x.length], colour);
        }
    }

    private static void draw(XYChart chart, String name, double[] x, double[] y, double[] halves, Color colour) {
        XYSeries series = chart.addSeries(name, x, y, halves);
        series.setLineColor(colour);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(colour);
    }

    private static XYChart chart(String title, String axis) {
        XYChart chart = new XYChartBuilder()
                .width(760)
                .height(420)
                .title(title)
                .xAxisTitle("thousand tokens the policy generated in training")
                .yAxisTitle(axis)
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotGridLinesColor(new Color(0xDDDDDD));
        chart.getStyler().setMarkerSize(5);
        chart.getStyler().setYAxisDecimalPattern("0.00");
        return chart;
    }

    private void write(XYChart chart, String file) throws IOException {
        Files.createDirectories(directory);
        if (!chart.getSeriesMap().isEmpty()) {
            VectorGraphicsEncoder.saveVectorGraphic(
                    chart, directory.resolve(file).toString(), VectorGraphicsFormat.SVG);
        }
    }
}
