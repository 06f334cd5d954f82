package io.reagent.training.runs;

import java.util.List;

/**
 * How the policy is measured.
 *
 * @param benchmarks by eval-service, beside the run's own evaluations
 * @param every steps between two evaluations; 0 for none
 * @param tasks held-out tasks, one rollout each
 * @param temperature 0 takes the most likely tokens
 */
public record Evaluating(Benchmarking benchmarks, int every, int tasks, double temperature) {
    /** Whether one is due after so many of a run's steps. */
    public boolean due(int trained, int steps) {
        return every > 0 && (trained % every == 0 || trained == steps);
    }

    Evaluating on(List<String> names) {
        return new Evaluating(benchmarks.on(names), every, tasks, temperature);
    }

    /** Tasks that must be held out. */
    public int heldOut() {
        return every > 0 ? tasks : 0;
    }
}
