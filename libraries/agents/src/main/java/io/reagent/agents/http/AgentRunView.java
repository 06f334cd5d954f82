package io.reagent.agents.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.reagent.agents.runs.RunEvent;
import io.reagent.agents.store.AgentRunRecord;
import io.reagent.agents.store.AttemptRecord;
import io.reagent.agents.store.RunStatus;
import io.reagent.agents.store.TurnRecord;
import io.reagent.agents.store.UsageRecord;
import io.reagent.grading.ShortAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A run as callers see it: one flat object.
 *
 * @param usage of all attempts
 * @param trajectories of the attempts by stage; left out unless they were asked for
 */
record AgentRunView(
        UUID id,
        RunStatus status,
        @JsonUnwrapped AgentRunRecord.Setup setup,
        @JsonUnwrapped Asked asked,
        @JsonUnwrapped Graded graded,
        @JsonUnwrapped Stopped stopped,
        @JsonUnwrapped Attempts attempts,
        UsageRecord usage,
        @JsonUnwrapped Times times,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, JsonNode> trajectories) {

    /** The rest of what was asked, defaults filled in. */
    record Asked(
            @Nullable JsonNode system,
            @Nullable JsonNode sampling,
            @Nullable JsonNode limits,
            @Nullable JsonNode judge,
            @Nullable JsonNode dialect,
            @JsonProperty("world_task") @Nullable JsonNode worldTask) {
        static Asked of(JsonNode request) {
            return new Asked(
                    request.get("system"),
                    request.get("sampling"),
                    request.get("limits"),
                    request.get("judge"),
                    request.get("dialect"),
                    request.get("world_task"));
        }
    }

    /**
     * What it answered, and whether that is right.
     *
     * @param answer null when there is none
     * @param reference the answer that a task of the made-up world has
     * @param correct whether the answer says the same as the reference
     */
    record Graded(
            @Nullable String answer,
            @Nullable String reference,
            @Nullable Boolean correct) {
        static Graded of(AgentRunRecord run) {
            String answer = run.end().answer();
            String reference = run.reference();
            Boolean correct = reference == null || run.endedAt() == null
                    ? null
                    : (Boolean) ShortAnswer.correct(answer, reference);
            return new Graded(answer, reference, correct);
        }
    }

    /**
     * How it ended.
     *
     * @param limit the limit that made the agent answer early
     */
    record Stopped(
            @Nullable String stop,
            @Nullable String limit,
            @Nullable String error) {}

    /**
     * How the answer came about.
     *
     * @param turns of the attempt that gave the answer
     * @param trajectoryId of that attempt
     * @param first the attempt that was judged; null in plain runs
     * @param notRefined why the first answer of a reagent-c run stands
     */
    record Attempts(
            List<TurnRecord> turns,
            @JsonProperty("trajectory_id") @Nullable UUID trajectoryId,
            @Nullable AttemptRecord first,
            @JsonProperty("not_refined") @Nullable String notRefined) {
        static Attempts of(AgentRunRecord run, List<AttemptRecord> attempts) {
            if (attempts.isEmpty()) {
                return new Attempts(List.of(), null, null, run.end().notRefined());
            }
            AttemptRecord last = attempts.getLast();
            boolean judged = run.setup().strategy().equals("reagent-c");
            return new Attempts(
                    last.turns(),
                    last.trajectoryId(),
                    judged ? attempts.getFirst() : null,
                    run.end().notRefined());
        }
    }

    /**
     * When, and how long.
     *
     * @param elapsedMs null while it runs
     */
    record Times(
            @JsonProperty("started_at") Instant startedAt,
            @JsonProperty("elapsed_ms") @Nullable Long elapsedMs) {
        static Times of(AgentRunRecord run) {
            Long elapsed = run.endedAt() == null
                    ? null
                    : (Long) Duration.between(run.startedAt(), run.endedAt()).toMillis();
            return new Times(run.startedAt(), elapsed);
        }
    }

    /** @param attempts in order; none while the first goes on */
    static AgentRunView of(AgentRunRecord run, List<AttemptRecord> attempts) {
        return of(run, attempts, null);
    }

    static AgentRunView of(RunEvent.Ended end, boolean trajectories) {
        return of(end.run(), end.attempts(), trajectories ? end.trajectories() : null);
    }

    private static AgentRunView of(
            AgentRunRecord run, List<AttemptRecord> attempts, @Nullable Map<String, JsonNode> trajectories) {
        return new AgentRunView(
                run.id(),
                run.status(),
                run.setup(),
                Asked.of(run.request()),
                Graded.of(run),
                new Stopped(run.end().stop(), run.end().limit(), run.end().error()),
                Attempts.of(run, attempts),
                attempts.stream().map(AttemptRecord::usage).reduce(new UsageRecord(0, 0, 0, 0), UsageRecord::plus),
                Times.of(run),
                trajectories);
    }

    boolean hasEnded() {
        return times.elapsedMs() != null;
    }
}
