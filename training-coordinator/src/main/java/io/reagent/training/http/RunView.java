package io.reagent.training.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.reagent.training.runs.RunState;
import io.reagent.training.store.RunRecord;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A run as callers see it.
 *
 * @param reason why it waits, has failed, or learned nothing; or null
 * @param step steps committed, of {@code steps}
 * @param notices what people should know of it from the start: tasks left out, servers not asked
 * @param weightsPath weights and optimizer after the last committed step, or null before the first
 * @param samplerPath the same to sample from
 * @param resumeAt when a waiting run is tried again
 * @param spec the request with every default filled in
 */
record RunView(
        UUID id,
        @Nullable String name,
        String kind,
        String target,
        RunState state,
        @Nullable String reason,
        List<String> notices,
        int step,
        int steps,
        long attempt,
        int failures,
        @JsonProperty("weights_path") @Nullable String weightsPath,
        @JsonProperty("sampler_path") @Nullable String samplerPath,
        @JsonProperty("forked_from") @Nullable UUID forkedFrom,
        @JsonProperty("resume_at") @Nullable Instant resumeAt,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("started_at") @Nullable Instant startedAt,
        @JsonProperty("finished_at") @Nullable Instant finishedAt,
        @JsonProperty("updated_at") Instant updatedAt,
        JsonNode spec) {
    static RunView of(RunRecord run) {
        return new RunView(
                run.id(),
                run.name(),
                run.kind(),
                run.target(),
                run.state(),
                run.reason(),
                run.notices(),
                run.step(),
                run.steps(),
                run.attempt(),
                run.failures(),
                run.weightsPath(),
                run.samplerPath(),
                run.forkedFrom(),
                run.resumeAt(),
                run.createdAt(),
                run.startedAt(),
                run.finishedAt(),
                run.updatedAt(),
                run.spec());
    }
}
