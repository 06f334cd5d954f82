package io.reagent.eval.grid;

import io.reagent.eval.evaluations.Evaluation;
import io.reagent.eval.evaluations.EvaluationSpec;
import io.reagent.eval.grid.EvaluationGrid.BenchmarkClass;
import io.reagent.eval.grid.EvaluationGrid.Cell;
import io.reagent.eval.grid.EvaluationGrid.ClassMean;
import io.reagent.eval.grid.EvaluationGrid.Row;
import io.reagent.eval.results.FigureView;
import io.reagent.statistics.Estimate;
import io.reagent.statistics.Figure;
import io.reagent.statistics.IndependentMean;
import io.reagent.statistics.NoFigure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts evaluations into rows and columns. */
final class GridMaker {
    private static final int SHORT = 8;

    private final List<Graded> graded;
    private final List<String> benchmarks;
    private final List<BenchmarkClass> classes;
    private final Map<UUID, String> arms;
    private final double confidence;

    /** @param classes whole, whatever is evaluated of them */
    GridMaker(List<Graded> graded, List<BenchmarkClass> classes, Map<UUID, String> arms, double confidence) {
        this.graded = graded;
        this.benchmarks =
                graded.stream().map(Graded::benchmark).distinct().sorted().toList();
        this.classes = classes.stream()
                .map(whole -> new BenchmarkClass(
                        whole.name(),
                        whole.benchmarks().stream().filter(benchmarks::contains).toList()))
                .filter(there -> !there.benchmarks().isEmpty())
                .toList();
        this.arms = arms;
        this.confidence = confidence;
    }

    /** An evaluation with its pass@1. */
    record Graded(Evaluation evaluation, Figure passAt1) {
        String benchmark() {
            return evaluation.spec().questions().benchmark();
        }
    }

    /** What evaluations of one row have in common. */
    private record Key(String policy, EvaluationSpec.@Nullable Origin run, String strategy) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::policy)
                .thenComparing(key -> key.run() == null ? "" : key.run().run().toString())
                .thenComparing(key -> key.run() == null ? 0 : key.run().step())
                .thenComparing(Key::strategy);

        static Key of(Graded graded) {
            EvaluationSpec spec = graded.evaluation().spec();
            return new Key(
                    spec.subject().policy(), spec.origin(), spec.subject().strategy());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    EvaluationGrid make() {
        Map<Key, Map<String, Graded>> rows = new TreeMap<>();
        graded.forEach(
                one -> rows.computeIfAbsent(Key.of(one), key -> new TreeMap<>()).put(one.benchmark(), one));
        List<Row> made = new ArrayList<>();
        rows.forEach((key, row) -> made.add(row(key, row)));
        return new EvaluationGrid(benchmarks, unlike(), classes, made);
    }

    private Row row(Key key, Map<String, Graded> row) {
        return new Row(
                key.policy(),
                key.strategy(),
                key.run(),
                arm(key),
                row.values().stream().map(GridMaker::cell).toList(),
                classes.stream()
                        .map(of -> new ClassMean(of.name(), FigureView.of(mean(of, row))))
                        .toList());
    }

    private static Cell cell(Graded graded) {
        Evaluation evaluation = graded.evaluation();
        return new Cell(
                graded.benchmark(),
                evaluation.id(),
                evaluation.job().state(),
                graded.passAt1() instanceof Estimate estimate ? estimate.n() : 0,
                evaluation.spec().questions().samples(),
                evaluation.spec().grading().grader(),
                FigureView.of(graded.passAt1()));
    }

    private Figure mean(BenchmarkClass of, Map<String, Graded> row) {
        List<Figure> figures = new ArrayList<>();
        for (String benchmark : of.benchmarks()) {
            Graded there = row.get(benchmark);
            if (there == null) {
                return new NoFigure(NoFigure.Reason.NO_ITEMS, benchmark + " is not evaluated");
            }
            figures.add(there.passAt1());
        }
        return IndependentMean.of(figures, confidence);
    }

    /** The paper's letter for an attempt with a critique; what a run's algorithm is, whoever asks knows. */
    private String arm(Key key) {
        boolean refines = key.strategy().equals("reagent-c");
        if (key.run() == null) {
            return refines ? "C" : "baseline";
        }
        String run = key.run().run().toString();
        String named = arms.getOrDefault(key.run().run(), "run " + run.substring(run.length() - SHORT));
        return named + (refines ? " + C" : "");
    }

    private List<String> unlike() {
        Map<String, TreeSet<String>> asked = new TreeMap<>();
        for (Graded one : graded) {
            asked.computeIfAbsent(one.benchmark(), benchmark -> new TreeSet<>())
                    .add(one.evaluation().lock().questions() + " "
                            + one.evaluation().lock().grading());
        }
        return asked.entrySet().stream()
                .filter(benchmark -> benchmark.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }
}
