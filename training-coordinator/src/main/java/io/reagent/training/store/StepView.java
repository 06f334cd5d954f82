package io.reagent.training.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A committed step.
 *
 * @param trained false when every group was rejected, so that the weights stayed
 * @param reward mean total reward, or null when no rollout has one
 */
public record StepView(
        UUID id,
        int step,
        long attempt,
        boolean trained,
        @JsonProperty("learning_rate") double learningRate,
        @Nullable Double reward,
        JsonNode metrics,
        @JsonProperty("started_at") Instant startedAt,
        @JsonProperty("finished_at") Instant finishedAt) {}
