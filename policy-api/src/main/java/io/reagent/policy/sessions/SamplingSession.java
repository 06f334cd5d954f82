package io.reagent.policy.sessions;

import org.jspecify.annotations.Nullable;

/**
 * A sampling client: whose it is and which weights it draws from.
 *
 * @param modelPath {@code tinker://…}, or null for the base model as it is
 */
public record SamplingSession(
        String id,
        String sessionId,
        long seqId,
        String baseModel,
        @Nullable String modelPath) {
    /** How its id is made, so that a repeated request finds it. */
    public static String idOf(String sessionId, long seqId) {
        return sessionId + ":sample:" + seqId;
    }
}
