package io.reagent.agents.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn of an attempt.
 *
 * @param told the limit for which the agent was told to answer before this turn
 * @param thought reasoning that was marked as such
 * @param said everything else but the calls
 * @param finish {@code STOP}, or {@code LENGTH} when the turn was cut
 * @param modelMs the model took
 * @param toolMs until all calls had results
 */
public record TurnRecord(
        @Nullable String told,
        @Nullable String thought,
        String said,
        List<CallRecord> calls,
        String finish,
        @JsonProperty("prompt_tokens") int promptTokens,
        @JsonProperty("completion_tokens") int completionTokens,
        @JsonProperty("model_ms") long modelMs,
        @JsonProperty("tool_ms") long toolMs) {
    public TurnRecord {
        calls = List.copyOf(calls);
    }
}
