package io.reagent.eval.evaluations;

import io.reagent.core.agent.StopReason;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryWriter;
import io.reagent.kit.database.UuidV7;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that was made elsewhere, to be stored. What its file does not say stays unknown.
 *
 * @param position of its question in the evaluation, from 0
 * @param sample of the question, from 0
 * @param trajectory null of an attempt that failed
 * @param error why it failed, or null
 * @param limit which limit ended it, or null
 * @param score in [0, 1] that the file gives it, or null
 * @param extracted the answer as the file's scorer read it
 */
public record ImportedAttempt(
        UUID id,
        int position,
        int sample,
        @Nullable Trajectory trajectory,
        @Nullable String error,
        @Nullable String limit,
        Used used,
        @Nullable Double score,
        @Nullable String extracted) {

    /** What it took; tokens and time are null where the file does not say. */
    public record Used(
            int turns,
            int calls,
            @Nullable Long promptTokens,
            @Nullable Long completionTokens,
            @Nullable Long elapsedMs) {}

    public static UUID newId() {
        return UuidV7.next();
    }

    Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("position", position);
        row.put("sample", sample);
        row.put("usage", usage());
        row.put("elapsed_ms", used.elapsedMs());
        row.put("tries", 1);
        if (trajectory == null) {
            row.put("outcome", "FAILED");
            row.put("error", error == null ? "the file has no attempt" : error);
            return row;
        }
        row.put("outcome", "ENDED");
        row.put("answer", trajectory.answer());
        row.put("stop", (trajectory.answer() == null ? StopReason.NO_ANSWER : StopReason.ANSWERED).name());
        row.put("stop_limit", limit);
        row.put("trajectory", TrajectoryWriter.toJson(trajectory));
        return row;
    }

    private Map<String, Object> usage() {
        Map<String, Object> usage = new LinkedHashMap<>();
        usage.put("turns", used.turns());
        usage.put("calls", used.calls());
        usage.put("prompt_tokens", used.promptTokens());
        usage.put("completion_tokens", used.completionTokens());
        return usage;
    }

    /** What the file says of it; null where it says nothing. */
    @Nullable Map<String, Object> grade(String scorer) {
        if (score == null || trajectory == null) {
            return null;
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("sample_id", id);
        row.put("outcome", score == 1 ? "CORRECT" : "WRONG");
        row.put("score", score);
        row.put("rule", scorer);
        row.put("extracted", extracted);
        return row;
    }
}
