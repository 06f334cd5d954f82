package io.reagent.training.store;

import com.fasterxml.jackson.annotation.JsonProperty;
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
 * @param notices what people should know of it from the start
 */
public record RunRecord(
        UUID id,
        Title title,
        JsonNode spec,
        RunState state,
        @Nullable String reason,
        List<String> notices,
        Course course,
        Saved saved,
        Times times) {
    /** What lists show of its request. */
    public record Title(@Nullable String name, String kind, String target) {}

    /**
     * How far it is.
     *
     * @param step steps committed, of {@code steps}
     * @param attempt raised whenever a replica begins work on the run
     * @param failures attempts that failed since the last step
     */
    public record Course(int step, int steps, long attempt, int failures) {}

    /**
     * What is kept of it on the policy's server.
     *
     * @param weightsPath weights and optimizer after the last committed step, or null before the first
     * @param samplerPath the same to sample from
     * @param forkedFrom the checkpoint it began from, or null
     */
    public record Saved(
            @JsonProperty("weights_path") @Nullable String weightsPath,
            @JsonProperty("sampler_path") @Nullable String samplerPath,
            @JsonProperty("forked_from") @Nullable UUID forkedFrom) {}

    /**
     * When.
     *
     * @param resumeAt when a waiting run is tried again
     */
    public record Times(
            @JsonProperty("resume_at") @Nullable Instant resumeAt,
            @JsonProperty("created_at") Instant createdAt,
            @JsonProperty("started_at") @Nullable Instant startedAt,
            @JsonProperty("finished_at") @Nullable Instant finishedAt,
            @JsonProperty("updated_at") Instant updatedAt) {}

    public int step() {
        return course.step();
    }

    public int steps() {
        return course.steps();
    }

    public long attempt() {
        return course.attempt();
    }

    public @Nullable String weightsPath() {
        return saved.weightsPath();
    }

    public @Nullable String samplerPath() {
        return saved.samplerPath();
    }

    /** The same, sampled from another path. */
    public RunRecord sampledFrom(String path) {
        Saved elsewhere = new Saved(saved.weightsPath(), path, saved.forkedFrom());
        return new RunRecord(id, title, spec, state, reason, notices, course, elsewhere, times);
    }
}
