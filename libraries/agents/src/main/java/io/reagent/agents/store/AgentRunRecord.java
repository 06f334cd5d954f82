package io.reagent.agents.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A run without its attempts.
 *
 * @param weights what computed it
 * @param strategy {@code plain} or {@code reagent-c}
 * @param request the rest of what was asked, defaults filled in: system, sampling, limits, judge, world_task
 * @param reference the answer that a task of the made-up world has
 * @param notRefined why the first answer of a reagent-c run stands
 * @param endedAt null while it runs
 */
public record AgentRunRecord(
        UUID id,
        RunStatus status,
        String question,
        String model,
        String weights,
        String strategy,
        List<String> tools,
        JsonNode request,
        @Nullable String reference,
        @Nullable String answer,
        @Nullable String stop,
        @Nullable String limit,
        @Nullable String error,
        @Nullable String notRefined,
        Instant startedAt,
        @Nullable Instant endedAt) {
    public AgentRunRecord {
        tools = List.copyOf(tools);
    }

    /** The same run, ended as the last of its attempts did. */
    public AgentRunRecord done(AttemptRecord last, @Nullable String whyNotRefined, Instant at) {
        return new AgentRunRecord(
                id,
                RunStatus.DONE,
                question,
                model,
                weights,
                strategy,
                tools,
                request,
                reference,
                last.answer(),
                last.stop(),
                last.limit(),
                last.error(),
                whyNotRefined,
                startedAt,
                at);
    }

    /** The same run, ended without an answer. */
    public AgentRunRecord ended(RunStatus how, @Nullable String why, Instant at) {
        return new AgentRunRecord(
                id, how, question, model, weights, strategy, tools, request, reference, null, null, null, why, null,
                startedAt, at);
    }
}
