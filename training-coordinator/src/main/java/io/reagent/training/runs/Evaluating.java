package io.reagent.training.runs;

/**
 * How the policy is measured.
 *
 * @param every steps between two evaluations; 0 for none
 * @param tasks held-out tasks, one rollout each
 * @param temperature 0 takes the most likely tokens
 */
public record Evaluating(int every, int tasks, double temperature) {
    /** Whether one is due after so many of a run's steps. */
    public boolean due(int trained, int steps) {
        return every > 0 && (trained % every == 0 || trained == steps);
    }

    /** Tasks that must be held out. */
    public int heldOut() {
        return every > 0 ? tasks : 0;
    }
}
