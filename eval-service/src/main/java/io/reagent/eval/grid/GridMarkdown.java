package io.reagent.eval.grid;

import io.reagent.eval.grid.EvaluationGrid.Cell;
import io.reagent.eval.grid.EvaluationGrid.ClassMean;
import io.reagent.eval.grid.EvaluationGrid.Row;
import io.reagent.eval.jobs.JobState;
import io.reagent.eval.results.FigureView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A grid as a table of Markdown: models with their arms, class means, then benchmarks. */
public final class GridMarkdown {
    private GridMarkdown() {}

    /** Shares in per cent with their intervals. */
    public static String of(EvaluationGrid grid) {
        if (grid.rows().isEmpty()) {
            return "No evaluation that fits is over.\n";
        }
        List<String> heads = new ArrayList<>(List.of("model", "", "step"));
        grid.classes().forEach(one -> heads.add("**" + one.name() + "**"));
        grid.benchmarks().forEach(name -> heads.add(cell(name) + (grid.unlike().contains(name) ? " ‡" : "")));
        StringBuilder table = new StringBuilder("pass@1 in per cent, with intervals\n\n");
        line(table, heads);
        line(table, heads.stream().map(head -> "---").toList());
        String policy = "";
        for (Row row : grid.rows()) {
            line(table, cells(grid, row, row.policy().equals(policy)));
            policy = row.policy();
        }
        notes(grid, table);
        return table.toString();
    }

    private static List<String> cells(EvaluationGrid grid, Row row, boolean sameModel) {
        List<String> cells = new ArrayList<>();
        cells.add(sameModel ? "" : cell(row.policy()));
        cells.add(cell(row.arm()));
        cells.add(row.run() == null ? "" : String.valueOf(row.run().step()));
        for (ClassMean mean : row.classes()) {
            cells.add(figure(mean.passAt1()));
        }
        for (String benchmark : grid.benchmarks()) {
            cells.add(row.cells().stream()
                    .filter(cell -> cell.benchmark().equals(benchmark))
                    .map(cell -> figure(cell, grid.unlike().contains(benchmark)))
                    .findFirst()
                    .orElse(""));
        }
        return cells;
    }

    private static String figure(Cell cell, boolean unlike) {
        return figure(cell.passAt1())
                + (unlike ? " of " + cell.questions() : "")
                + (cell.state() == JobState.PARTIAL ? " †" : "");
    }

    private static String figure(FigureView figure) {
        if (figure.value() == null) {
            return "–";
        }
        String value = percent(figure.value());
        return figure.low() == null || figure.high() == null
                ? value
                : value + " [" + percent(figure.low()) + ", " + percent(figure.high()) + "]";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private static void notes(EvaluationGrid grid, StringBuilder table) {
        grid.classes().forEach(one -> table.append("\n")
                .append(one.name())
                .append(": mean over ")
                .append(cell(String.join(", ", one.benchmarks())))
                .append(".\n"));
        if (grid.rows().stream()
                .flatMap(row -> row.cells().stream())
                .anyMatch(cell -> cell.state() == JobState.PARTIAL)) {
            table.append("\n† not all of it was done.\n");
        }
        if (!grid.unlike().isEmpty()) {
            table.append(
                    "\n‡ not the same questions, or not the same grader: not to be compared; of: questions graded.\n");
        }
    }

    private static void line(StringBuilder table, List<String> cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** What would end the cell, or begin something, is escaped. */
    private static String cell(String text) {
        return text.replaceAll("([\\\\|`*_<>\\[\\]#&])", "\\\\$1").replaceAll("\\s+", " ");
    }
}
