package io.reagent.policy.checkpoints;

import io.reagent.policy.training.LoraSettings;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Saved weights.
 *
 * @param directory below the service's directory of checkpoints; of an imported adapter the whole path
 * @param runName what the owner calls the run, or null
 * @param ephemeral whether it goes with its session
 * @param expiresAt when it is deleted, null for never
 */
public record Checkpoint(
        UUID id,
        TinkerPath path,
        String directory,
        String baseModel,
        LoraSettings lora,
        @Nullable String runName,
        long sizeBytes,
        boolean ephemeral,
        boolean isPublic,
        @Nullable JsonNode userMetadata,
        Instant createdAt,
        @Nullable Instant expiresAt) {}
