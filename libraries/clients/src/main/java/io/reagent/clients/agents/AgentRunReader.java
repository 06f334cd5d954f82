package io.reagent.clients.agents;

import io.reagent.clients.agents.AgentRunOutcome.Cause;
import io.reagent.core.agent.AgentLimits.Limit;
import io.reagent.core.agent.StopReason;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.trajectory.StorableText;
import io.reagent.core.trajectory.TrajectoryReader;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads runs; whatever is no run is an IllegalArgumentException, or one of the readers it asks. */
final class AgentRunReader {
    private AgentRunReader() {}

    static boolean isEndOf(UUID id, JsonNode run) {
        return id(run, "id").equals(id) && !required(run, "status").equals("RUNNING");
    }

    /** What became of a run that has an attempt to grade only when its trajectories are read too; else null. */
    static AgentRunOutcome.@Nullable Failed failure(JsonNode run) {
        String status = required(run, "status");
        if (!status.equals("DONE")) {
            return failed(run, Cause.valueOf(status));
        }
        return stop(run) == StopReason.MODEL_FAILED ? failed(run, Cause.MODEL_FAILED) : null;
    }

    private static AgentRunOutcome.Failed failed(JsonNode run, Cause cause) {
        String error = text(run, "error");
        String reason = error != null ? error : cause == Cause.CANCELLED ? "it was cancelled" : "no reason was given";
        return new AgentRunOutcome.Failed(id(run, "id"), cause, reason, usage(run), elapsed(run));
    }

    /**
     * A run whose agent came to its end.
     *
     * @param trajectories by stage
     */
    static AgentRunOutcome.Ended ended(JsonNode run, JsonNode trajectories) {
        JsonNode judged = run.path("first");
        boolean refined = trajectories.has("refined");
        AgentUsage all = usage(run);
        AgentAttempt last = attempt(
                run, trajectories.path(refined ? "refined" : "initial"), refined ? all.minus(usage(judged)) : all);
        return new AgentRunOutcome.Ended(
                id(run, "id"),
                required(run, "weights"),
                refined ? attempt(judged, trajectories.path("initial"), usage(judged)) : last,
                last,
                judged.path("judgement").isObject() ? verdict(judged.path("judgement")) : null,
                text(run, "not_refined"),
                all,
                elapsed(run));
    }

    private static AgentAttempt attempt(JsonNode attempt, JsonNode trajectory, AgentUsage usage) {
        JsonNode turns = attempt.path("turns");
        String said = turns.isEmpty() ? null : text(turns.path(turns.size() - 1), "said");
        String limit = text(attempt, "limit");
        return new AgentAttempt(
                id(attempt, "trajectory_id"),
                TrajectoryReader.written(trajectory),
                said == null ? "" : said,
                stop(attempt),
                limit == null ? null : Limit.valueOf(limit),
                usage);
    }

    private static AttemptVerdict verdict(JsonNode judgement) {
        JsonNode id = judgement.path("id");
        JsonNode score = judgement.path("score");
        return new AttemptVerdict(
                Outcome.valueOf(required(judgement, "outcome")),
                id.isString() ? UUID.fromString(id.stringValue()) : null,
                text(judgement, "judge"),
                score.isNumber() ? (Double) score.doubleValue() : null,
                text(judgement, "critique"),
                text(judgement, "reason"));
    }

    static OfferedTool tool(JsonNode tool) {
        String name = required(tool, "name");
        return tool.path("available").asBoolean()
                ? new OfferedTool.Available(name, required(tool, "description"), tool.path("parameters"))
                : new OfferedTool.Missing(name, text(tool, "reason"));
    }

    static String name(JsonNode model) {
        return required(model, "name");
    }

    static AgentWeights weights(JsonNode model) {
        return new AgentWeights(required(model, "weights"), model.path("saved").asBoolean(false));
    }

    private static StopReason stop(JsonNode attempt) {
        return StopReason.valueOf(required(attempt, "stop"));
    }

    private static AgentUsage usage(JsonNode attempt) {
        JsonNode usage = attempt.path("usage");
        return new AgentUsage(
                usage.path("turns").asInt(),
                usage.path("calls").asInt(),
                usage.path("prompt_tokens").asLong(),
                usage.path("completion_tokens").asLong());
    }

    private static Duration elapsed(JsonNode run) {
        return Duration.ofMillis(run.path("elapsed_ms").asLong());
    }

    private static UUID id(JsonNode object, String field) {
        return UUID.fromString(required(object, field));
    }

    private static String required(JsonNode object, String field) {
        String text = text(object, field);
        if (text == null) {
            throw new IllegalArgumentException("there is no " + field);
        }
        return text;
    }

    private static @Nullable String text(JsonNode object, String field) {
        JsonNode text = object.path(field);
        return text.isString() ? StorableText.of(text.stringValue()) : null;
    }
}
