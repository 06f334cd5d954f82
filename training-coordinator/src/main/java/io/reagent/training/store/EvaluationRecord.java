package io.reagent.training.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A measurement of a run's policy on held-out tasks.
 *
 * @param checkpointId of the weights measured, or null for those the run began with
 * @param step steps trained
 * @param rate pass@1, with its 95 % interval from {@code rateLow} to {@code rateHigh}
 */
public record EvaluationRecord(
        UUID id,
        UUID runId,
        @Nullable UUID checkpointId,
        int step,
        int passed,
        int tried,
        double rate,
        double rateLow,
        double rateHigh,
        JsonNode metrics,
        Instant createdAt) {}
