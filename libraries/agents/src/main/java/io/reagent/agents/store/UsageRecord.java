package io.reagent.agents.store;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What was used.
 *
 * @param promptTokens of all turns: each turn's prompt counts in full
 * @param completionTokens sampled
 */
public record UsageRecord(
        int turns,
        int calls,
        @JsonProperty("prompt_tokens") int promptTokens,
        @JsonProperty("completion_tokens") int completionTokens) {
    public UsageRecord plus(UsageRecord other) {
        return new UsageRecord(
                turns + other.turns,
                calls + other.calls,
                promptTokens + other.promptTokens,
                completionTokens + other.completionTokens);
    }
}
