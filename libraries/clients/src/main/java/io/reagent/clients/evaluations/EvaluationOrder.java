package io.reagent.clients.evaluations;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is asked of eval-service, the body of {@code POST /v1/evaluations}. What is null is the benchmark's own.
 *
 * @param name no two evaluations have the same: by it an order that is sent again is known
 * @param policy a model that agent runs know, or the path of a checkpoint
 */
public record EvaluationOrder(String name, String benchmark, String policy, Attempts attempts, Origin origin) {
    /**
     * How it is answered.
     *
     * @param strategy {@code plain} or {@code reagent-c}
     * @param judge whose critique is shown, or null for the service's default
     * @param samples of each question
     * @param limit of questions, drawn by the seed
     * @param seed from 0 to 2147483647
     */
    public record Attempts(
            String strategy,
            @Nullable String judge,
            @Nullable Integer samples,
            @Nullable Integer limit,
            long seed) {}

    /**
     * What the policy was trained by.
     *
     * @param step steps trained
     */
    public record Origin(UUID run, int step) {}

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name).put("benchmark", benchmark).put("policy", policy);
        json.put("strategy", attempts.strategy()).put("seed", attempts.seed());
        if (attempts.judge() != null) {
            json.put("judge", attempts.judge());
        }
        if (attempts.samples() != null) {
            json.put("samples", attempts.samples());
        }
        if (attempts.limit() != null) {
            json.putObject("subset").put("limit", attempts.limit());
        }
        json.putObject("run").put("id", origin.run().toString()).put("step", origin.step());
        return json;
    }
}
