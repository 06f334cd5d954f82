package io.reagent.training.store;

import io.reagent.training.runs.RunState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A run's row.
 *
 * @param spec the request with every default filled in
 * @param reason why it waits or stopped, or null
 * @param step steps committed, of {@code steps}
 * @param attempt raised whenever a replica begins work on the run
 * @param failures attempts that failed since the last step
 * @param emptySteps steps in a row without a group to learn from
 * @param weightsPath weights and optimizer after the last committed step, or null before the first
 * @param samplerPath the same to sample from
 * @param notices what people should know of it from the start
 * @param resumeAt when a waiting run is tried again
 */
public record RunRecord(
        UUID id,
        @Nullable String name,
        String kind,
        String target,
        JsonNode spec,
        RunState state,
        @Nullable String reason,
        int step,
        int steps,
        long attempt,
        int failures,
        int emptySteps,
        @Nullable String weightsPath,
        @Nullable String samplerPath,
        @Nullable UUID forkedFrom,
        List<String> notices,
        @Nullable Instant resumeAt,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant updatedAt) {
    /** The same, sampled from another path. */
    public RunRecord sampledFrom(String path) {
        return new RunRecord(
                id,
                name,
                kind,
                target,
                spec,
                state,
                reason,
                step,
                steps,
                attempt,
                failures,
                emptySteps,
                weightsPath,
                path,
                forkedFrom,
                notices,
                resumeAt,
                createdAt,
                startedAt,
                finishedAt,
                updatedAt);
    }
}
