package io.reagent.training.runs;

import java.util.List;

/**
 * On which benchmarks eval-service measures a run's checkpoints.
 *
 * @param names of benchmarks, and of suites until the run is made; none: on none
 * @param every steps between two evaluations beside the one after the last; 0 for none
 * @param samples attempts at each question; 0 for the benchmark's own number
 * @param limit questions, at every step the same; 0 for all
 * @param strategy {@code plain} or {@code reagent-c}
 */
public record Benchmarking(List<String> names, int every, int samples, int limit, String strategy) {
    public Benchmarking {
        names = List.copyOf(names);
    }

    /** Whether they are due after so many of a run's steps. */
    public boolean due(int trained, int steps) {
        return !names.isEmpty() && (trained == steps || every > 0 && trained > 0 && trained % every == 0);
    }

    /** The same on others. */
    Benchmarking on(List<String> others) {
        return new Benchmarking(others, every, samples, limit, strategy);
    }
}
