package io.reagent.eval.grid;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.reagent.eval.evaluations.EvaluationSpec;
import io.reagent.eval.jobs.JobState;
import io.reagent.eval.results.FigureView;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Benchmarks by policies, of each the evaluation that is over and asked the most questions, of several the newest.
 *
 * @param benchmarks that any row has, by name
 * @param unlike benchmarks on which rows were not asked the same questions, or not graded by the same grader: their figures
 *     cannot be held against each other
 * @param classes of benchmarks, over those that the grid has
 */
public record EvaluationGrid(
        List<String> benchmarks, List<String> unlike, List<BenchmarkClass> classes, List<Row> rows) {
    public EvaluationGrid {
        benchmarks = List.copyOf(benchmarks);
        unlike = List.copyOf(unlike);
        classes = List.copyOf(classes);
        rows = List.copyOf(rows);
    }

    /** A suite that says what its benchmarks measure. */
    public record BenchmarkClass(String name, List<String> benchmarks) {
        public BenchmarkClass {
            benchmarks = List.copyOf(benchmarks);
        }
    }

    /**
     * A policy by one strategy, of one step of a run.
     *
     * @param run null of a policy that no training run is named of
     * @param arm what it is called beside others of its policy: {@code baseline}, {@code C}, or its run's name
     * @param classes its mean over each class
     */
    public record Row(
            String policy,
            String strategy,
            EvaluationSpec.@Nullable Origin run,
            String arm,
            List<Cell> cells,
            List<ClassMean> classes) {
        public Row {
            cells = List.copyOf(cells);
            classes = List.copyOf(classes);
        }
    }

    /**
     * An evaluation.
     *
     * @param state PARTIAL of one of which not all was done
     * @param questions that are graded
     * @param samples of each
     */
    public record Cell(
            String benchmark,
            UUID evaluation,
            JobState state,
            int questions,
            int samples,
            String grader,
            @JsonProperty("pass_at_1") FigureView passAt1) {}

    /** The plain mean of pass@1 over the benchmarks of a class that the grid has; none where the row lacks one of them. */
    public record ClassMean(
            String name, @JsonProperty("pass_at_1") FigureView passAt1) {}
}
