package io.reagent.eval.results;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One attempt at a question, with everything that is kept of it.
 *
 * @param position of its question
 * @param sample of the question, from 0
 * @param error why nothing came, or null
 * @param stop why the agent ended, or null
 * @param notRefined why a second attempt was not made, or null
 * @param agentRun its id at policy-api
 * @param first {@code {question, steps, answer}} of the attempt before the critique, or null where there is one alone
 * @param trajectory the same of the last attempt; null where nothing came
 */
public record StoredSample(
        UUID id,
        int position,
        int sample,
        @Nullable String error,
        @Nullable String stop,
        @JsonProperty("not_refined") @Nullable String notRefined,
        @JsonProperty("agent_run_id") @Nullable UUID agentRun,
        @Nullable JsonNode first,
        @Nullable JsonNode trajectory,
        List<Judged> judgements) {
    public StoredSample {
        judgements = List.copyOf(judgements);
    }

    /**
     * What a judge said of it.
     *
     * @param stage {@code initial} or {@code refined}
     * @param outcome SCORED, or why there is no score
     */
    public record Judged(
            String stage,
            String judge,
            String outcome,
            @Nullable Double score,
            @Nullable String critique,
            @Nullable String reason) {}
}
