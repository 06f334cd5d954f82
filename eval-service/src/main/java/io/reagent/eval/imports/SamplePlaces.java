package io.reagent.eval.imports;

import io.reagent.core.trajectory.Trajectory;
import io.reagent.eval.benchmarks.Benchmark;
import io.reagent.eval.benchmarks.Item;
import io.reagent.eval.evaluations.ImportedAttempt;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Attempts of a file to samples of an evaluation. */
final class SamplePlaces {
    private final ItemMatcher matcher;
    private final Benchmark benchmark;
    private final Map<String, Integer> positions;
    private final Map<Integer, Integer> ranks;
    private final Map<String, Integer> met = new HashMap<>();

    /** @param ranks samples by the numbers that the file gives; none: counted as they come */
    SamplePlaces(
            ItemMatcher matcher, Benchmark benchmark, Map<String, Integer> positions, Map<Integer, Integer> ranks) {
        this.matcher = matcher;
        this.benchmark = benchmark;
        this.positions = positions;
        this.ranks = ranks;
    }

    ImportedAttempt place(ForeignAttempt attempt) {
        Item item =
                Objects.requireNonNull(matcher.match(attempt.id(), attempt.question()), "the file was surveyed before");
        int count = met.merge(item.id(), 1, Integer::sum) - 1;
        Integer rank = attempt.rollout() == null ? null : ranks.get(attempt.rollout());
        Trajectory trajectory = trajectory(item, attempt.trajectory());
        ForeignAttempt.Used used = attempt.used();
        return new ImportedAttempt(
                ImportedAttempt.newId(),
                Objects.requireNonNull(positions.get(item.id()), item.id()),
                rank == null ? count : rank,
                trajectory,
                trajectory == null && attempt.error() == null ? "the file has no word of the agent" : attempt.error(),
                attempt.limit(),
                new ImportedAttempt.Used(
                        attempt.turns(),
                        calls(trajectory),
                        used.promptTokens(),
                        used.completionTokens(),
                        used.elapsedMs()),
                attempt.score(),
                attempt.extracted());
    }

    /** The same under the question as it is asked here. */
    private @Nullable Trajectory trajectory(Item item, @Nullable Trajectory read) {
        return read == null ? null : new Trajectory(benchmark.asked(item), read.steps(), read.answer());
    }

    private static int calls(@Nullable Trajectory trajectory) {
        return trajectory == null
                ? 0
                : (int) trajectory.steps().stream()
                        .flatMap(step -> step.calls().stream())
                        .filter(call -> !call.unasked())
                        .count();
    }
}
