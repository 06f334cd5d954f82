package io.reagent.training.steps;

import io.reagent.core.rl.Advantages;
import io.reagent.core.rl.Reward;
import io.reagent.training.algorithms.Mask;
import io.reagent.training.datasets.TrainingTask;
import io.reagent.training.rollouts.RolloutRecord;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rollouts of one task in one step, compared with one another.
 *
 * @param index the task's in the step
 */
record Group(UUID id, int index, TrainingTask task, Advantages advantages, List<Member> members) {
    Group {
        members = List.copyOf(members);
    }

    /**
     * One of them.
     *
     * @param mask why it has no reward, or null
     * @param advantage A_i, or null when nothing is learned from it
     */
    record Member(
            RolloutRecord rollout,
            Reward reward,
            @Nullable Mask mask,
            @Nullable Double advantage) {}

    /** Whether something is to be learned from it. */
    boolean kept() {
        return advantages.rejection() == null;
    }
}
