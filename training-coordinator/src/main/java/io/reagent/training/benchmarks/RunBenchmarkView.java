package io.reagent.training.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.reagent.clients.evaluations.PassAtOne;
import io.reagent.clients.evaluations.StoredEvaluation;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation of a run's checkpoint on a benchmark as callers see it.
 *
 * @param step steps trained
 * @param policy the checkpoint's path
 * @param questions that the evaluation asks, or null where it is not known
 * @param state {@code DUE} or {@code REFUSED} of one that eval-service has not; else the evaluation's there, or
 *     {@code STARTED} and {@code OVER} where it was not asked
 * @param reason why it is not there, waits, failed or is partial
 * @param evaluation its id at eval-service
 * @param passAtOne once it is over and graded
 */
public record RunBenchmarkView(
        int step,
        String benchmark,
        String policy,
        @Nullable String strategy,
        @Nullable Integer questions,
        String state,
        @Nullable String reason,
        @JsonProperty("evaluation_id") @Nullable UUID evaluation,
        @JsonProperty("pass_at_1") @Nullable PassAtOne passAtOne) {
    /** As far as the coordinator knows it. */
    public static RunBenchmarkView of(BenchmarkEvaluation asked) {
        return new RunBenchmarkView(
                asked.step(),
                asked.benchmark(),
                asked.policy(),
                null,
                null,
                asked.state().name(),
                asked.reason(),
                asked.evaluation(),
                null);
    }

    static RunBenchmarkView of(StoredEvaluation evaluation, int step, @Nullable PassAtOne passAtOne) {
        return new RunBenchmarkView(
                step,
                evaluation.benchmark(),
                evaluation.policy(),
                evaluation.strategy(),
                evaluation.questions(),
                evaluation.state(),
                evaluation.reason(),
                evaluation.id(),
                passAtOne);
    }
}
