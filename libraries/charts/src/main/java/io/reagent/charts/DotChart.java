package io.reagent.charts;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Dots with their intervals, and lines. Drawn in dark on white, so that a picture reads on a light and on a dark page alike;
 * the same calls draw the same bytes. Not thread-safe.
 */
public final class DotChart {
    /** Okabe and Ito's colours, which the colour-blind can tell apart. */
    private static final List<Color> COLOURS = List.of(
            new Color(0x000000),
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9));

    private static final Color GRID = new Color(0xDDDDDD);
    private static final Color AID = new Color(0x888888);
    private static final int NARROWEST = 760;
    private static final int LOWEST = 420;
    private static final int COLUMN = 110;
    private static final int ROW = 44;
    private static final int MARGINS = 140;
    private static final double EXACT = 1e-6;

    private final XYChart chart;
    private final boolean across;
    private int drawn;
    private int colour;

    private DotChart(XYChart chart, boolean across) {
        this.chart = chart;
        this.across = across;
        Styler styler = chart.getStyler();
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotGridLinesColor(GRID);
        chart.getStyler().setMarkerSize(5);
    }

    /** Figures on the vertical axis over a number on the horizontal one. */
    public static DotChart over(String title, String x, String y) {
        DotChart made = new DotChart(chart(title, x, y, NARROWEST, LOWEST), false);
        made.chart.getStyler().setYAxisDecimalPattern("0.00");
        return made;
    }

    /** Figures on the vertical axis; {@link Dot#x} is the number of a column, from 0. */
    public static DotChart columns(String title, List<String> columns, String x, String y) {
        int width = Math.max(NARROWEST, 2 * MARGINS + COLUMN * columns.size());
        DotChart made = new DotChart(chart(title, x, y, width, LOWEST), false);
        made.chart.getStyler().setXAxisMin(-0.5);
        made.chart.getStyler().setXAxisMax(columns.size() - 0.5);
        made.chart.getStyler().setXAxisTickMarkSpacingHint(COLUMN * 2 / 3);
        made.chart.getStyler().setYAxisDecimalPattern("0.00");
        made.chart.setCustomXAxisTickLabelsFormatter(named(columns));
        return made;
    }

    /** Figures on the horizontal axis; {@link Dot#y} is the number of a row, from 0 at the bottom. */
    public static DotChart rows(String title, String x, List<String> rows) {
        DotChart made = new DotChart(chart(title, x, "", NARROWEST, MARGINS + ROW * Math.max(2, rows.size())), true);
        made.chart.getStyler().setYAxisMin(-0.5);
        made.chart.getStyler().setYAxisMax(rows.size() - 0.5);
        made.chart.getStyler().setYAxisTickMarkSpacingHint(ROW * 2 / 3);
        made.chart.getStyler().setXAxisDecimalPattern("0.00");
        made.chart.setCustomYAxisTickLabelsFormatter(named(rows));
        return made;
    }

    /** Names at whole numbers, and blanks in between, no two alike: of labels that are, XChart leaves marks out. */
    private static Function<Double, String> named(List<String> names) {
        return at -> {
            int number = (int) Math.rint(at);
            return Math.abs(at - number) < EXACT && number >= 0 && number < names.size()
                    ? " ".repeat(twins(names, number)) + names.get(number)
                    : " ".repeat((int) Math.rint((at + 2) * 20));
        };
    }

    /** How often the same name stands before. */
    private static int twins(List<String> names, int number) {
        return Collections.frequency(names.subList(0, number), names.get(number));
    }

    private static XYChart chart(String title, String x, String y, int width, int height) {
        return new XYChartBuilder()
                .width(width)
                .height(height)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
    }

    /** Bounds of the vertical axis. */
    public DotChart between(double low, double high) {
        chart.getStyler().setYAxisMin(low);
        chart.getStyler().setYAxisMax(high);
        return this;
    }

    /** Dots in the next colour, none where there are none. */
    public DotChart dots(String name, List<Dot> dots) {
        return draw(name, dots, nextColour(), false);
    }

    /** Dots in the next colour joined by a line. */
    public DotChart line(String name, List<Dot> dots) {
        return draw(name, dots, nextColour(), true);
    }

    /** The same in a colour by its number; 0 is black. */
    public DotChart line(String name, List<Dot> dots, int number) {
        return draw(name, dots, COLOURS.get(number % COLOURS.size()), true);
    }

    private Color nextColour() {
        return COLOURS.get(colour++ % COLOURS.size());
    }

    /** A thin dashed line to hold dots against, in no legend. */
    public DotChart aid(double fromX, double fromY, double toX, double toY) {
        XYSeries aid = stroke(new double[] {fromX, toX}, new double[] {fromY, toY}, AID, SeriesMarkers.NONE);
        aid.setLineStyle(SeriesLines.DASH_DASH);
        return this;
    }

    private DotChart draw(String name, List<Dot> dots, Color drawnIn, boolean joined) {
        if (dots.isEmpty()) {
            return this;
        }
        for (Dot dot : dots) {
            if (dot.high() > dot.low()) {
                double[] ends = {dot.low(), dot.high()};
                double[] at = across ? new double[] {dot.y(), dot.y()} : new double[] {dot.x(), dot.x()};
                stroke(across ? ends : at, across ? at : ends, drawnIn, SeriesMarkers.NONE);
            }
        }
        XYSeries series = chart.addSeries(
                key(name),
                dots.stream().mapToDouble(Dot::x).toArray(),
                dots.stream().mapToDouble(Dot::y).toArray());
        series.setLabel(name);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(drawnIn);
        series.setLineColor(drawnIn);
        if (!joined) {
            series.setLineStyle(SeriesLines.NONE);
        }
        return this;
    }

    private XYSeries stroke(double[] x, double[] y, Color drawnIn, Marker marker) {
        XYSeries series = chart.addSeries(key(""), x, y);
        series.setShowInLegend(false);
        series.setMarker(marker);
        series.setLineColor(drawnIn);
        series.setLineWidth(1.2f);
        return series;
    }

    private String key(String name) {
        return drawn++ + " " + name;
    }

    /** Whether nothing was drawn on it. */
    public boolean isEmpty() {
        return chart.getSeriesMap().isEmpty();
    }

    /**
     * The picture. Takes as long as fonts take to be found the first time.
     *
     * @throws IllegalStateException when nothing was drawn
     * @throws NoFontsException when this machine has no fonts
     */
    public String svg() {
        if (isEmpty()) {
            throw new IllegalStateException("nothing was drawn");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InternalError | NoClassDefFoundError | UnsatisfiedLinkError headless) {
            throw new NoFontsException(headless);
        }
        return titled(out.toString(StandardCharsets.UTF_8));
    }

    /** Letters are drawn as outlines: what the picture is called is said apart. */
    private String titled(String svg) {
        int inside = svg.indexOf('>', svg.indexOf("<svg")) + 1;
        String title = chart.getTitle()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("\\p{Cntrl}", " ");
        return svg.substring(0, inside) + "\n  <title>" + title + "</title>" + svg.substring(inside);
    }
}
