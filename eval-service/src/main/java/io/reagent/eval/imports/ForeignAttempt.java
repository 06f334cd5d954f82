package io.reagent.eval.imports;

import io.reagent.core.trajectory.Trajectory;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as a file has it.
 *
 * @param place in the file, such as {@code line 3} or {@code samples[2]}
 * @param id of its question there, or null
 * @param rollout its number among those of its question, or null where the file does not say
 * @param trajectory what the agent did; null of an attempt that failed
 * @param error why it failed, or null
 * @param limit which limit ended it, or null
 * @param turns messages of the agent
 * @param score in [0, 1] that the file gives it, or null
 * @param extracted the answer as the file's scorer read it
 */
record ForeignAttempt(
        String place,
        @Nullable String id,
        String question,
        @Nullable Integer rollout,
        @Nullable Trajectory trajectory,
        @Nullable String error,
        @Nullable String limit,
        int turns,
        Used used,
        @Nullable Double score,
        @Nullable String extracted) {

    /** What the file says of what it took; null where it does not. */
    record Used(
            @Nullable Long promptTokens,
            @Nullable Long completionTokens,
            @Nullable Long elapsedMs) {
        static final Used UNKNOWN = new Used(null, null, null);
    }
}
