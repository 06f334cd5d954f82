package io.reagent.training.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Weights a run saved.
 *
 * @param step steps trained
 * @param deletedAt when its files were deleted to make room, or null
 */
public record CheckpointRecord(
        UUID id,
        UUID runId,
        int step,
        String weightsPath,
        String samplerPath,
        @Nullable Instant deletedAt,
        Instant createdAt) {}
