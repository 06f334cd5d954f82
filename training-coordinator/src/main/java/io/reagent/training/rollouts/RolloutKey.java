package io.reagent.training.rollouts;

import io.reagent.training.algorithms.Stage;
import java.util.Comparator;

/**
 * Where in its run a rollout stands; no two have the same.
 *
 * @param task index in the step
 * @param sample index in the group
 */
public record RolloutKey(int step, Stage stage, int task, int sample) implements Comparable<RolloutKey> {
    private static final Comparator<RolloutKey> ORDER = Comparator.comparingInt(RolloutKey::step)
            .thenComparing(RolloutKey::task)
            .thenComparing(RolloutKey::stage)
            .thenComparing(RolloutKey::sample);

    @Override
    public int compareTo(RolloutKey other) {
        return ORDER.compare(this, other);
    }

    /** The refined rollout that follows this first one. */
    RolloutKey refined() {
        return new RolloutKey(step, Stage.REFINED, task, sample);
    }
}
