package io.reagent.policy.training;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Weights that are or were trained.
 *
 * @param id {@code <session>:train:<model_seq_id>}, which clients can derive themselves
 * @param name what its owner calls it
 */
public record TrainingRun(
        String id,
        String sessionId,
        long modelSeqId,
        @Nullable String name,
        String baseModel,
        LoraSettings lora,
        @Nullable JsonNode userMetadata,
        State state,
        Instant lastRequest) {
    /** Where its weights are. */
    public enum State {
        /** In memory. */
        LIVE,
        /** Its owner had them unloaded, or its session ended. */
        UNLOADED,
        /** The service ended: what was not saved is lost. */
        LOST
    }

    static String idOf(String sessionId, long modelSeqId) {
        return sessionId + ":train:" + modelSeqId;
    }
}
