package io.reagent.experiment;

import io.reagent.core.rl.Leakage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * First attempts and the attempts that followed them.
 *
 * @param pairs attempts that were followed by another
 * @param tasks they are of
 * @param first how many first attempts were right
 * @param refined how many second ones
 * @param mended how many were wrong first and right then
 * @param spoilt the other way round
 * @param leaked second attempts that speak of their critique
 */
record Pairs(int pairs, int tasks, int first, int refined, int mended, int spoilt, int leaked) {
    /** From rollouts as the coordinator lists them. */
    static Pairs of(List<JsonNode> first, List<JsonNode> refined) {
        Map<String, Boolean> before = new HashMap<>();
        first.forEach(rollout -> before.put(
                rollout.path("id").asString(), rollout.path("correct").asBoolean()));
        int right = 0;
        int then = 0;
        int mended = 0;
        int spoilt = 0;
        int leaked = 0;
        for (JsonNode rollout : refined) {
            boolean was = before.getOrDefault(rollout.path("first_id").asString(), false);
            boolean is = rollout.path("correct").asBoolean();
            right += was ? 1 : 0;
            then += is ? 1 : 0;
            mended += is && !was ? 1 : 0;
            spoilt += was && !is ? 1 : 0;
            leaked += leakage(rollout).leaks() ? 1 : 0;
        }
        int tasks = (int) refined.stream()
                .map(rollout -> rollout.path("task").asString())
                .distinct()
                .count();
        return new Pairs(refined.size(), tasks, right, then, mended, spoilt, leaked);
    }

    private static Leakage leakage(JsonNode rollout) {
        return new Leakage(
                rollout.path("leak_mentions").asBoolean(),
                rollout.path("leak_overlap").asDouble());
    }

    void write(ObjectNode json) {
        json.put("pairs", pairs).put("tasks", tasks).put("first", first).put("refined", refined);
        json.put("mended", mended).put("spoilt", spoilt).put("leaked", leaked);
    }

    static Pairs read(JsonNode json) {
        return new Pairs(
                json.path("pairs").asInt(),
                json.path("tasks").asInt(),
                json.path("first").asInt(),
                json.path("refined").asInt(),
                json.path("mended").asInt(),
                json.path("spoilt").asInt(),
                json.path("leaked").asInt());
    }
}
