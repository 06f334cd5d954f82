package io.reagent.training.rollouts;

import io.reagent.core.judgement.Outcome;
import io.reagent.training.algorithms.Stage;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which rollouts; null restricts nothing.
 *
 * @param first the attempt that refined ones were shown
 */
public record RolloutFilter(
        @Nullable Integer step,
        @Nullable UUID group,
        @Nullable UUID first,
        @Nullable Stage stage,
        @Nullable Outcome outcome,
        @Nullable Boolean correct,
        @Nullable Boolean masked,
        @Nullable Double minReward,
        @Nullable Double maxReward) {}
