package io.reagent.rrm.store;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.trajectory.StorableText;
import io.reagent.rrm.judges.JudgeIdentity;
import io.reagent.rrm.judges.TokenUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A judgement as it is stored and as callers see it.
 *
 * @param score in [0, 1], present exactly when the outcome is SCORED; with several samples, their mean
 * @param reasoning the judge's analysis, as far as it got
 * @param critique what is shown to the agent; with several samples, that of the one nearest the mean
 * @param cached whether it was made for an earlier request
 * @param latencyMs milliseconds from the start of judging to the verdict, of the request it was made for
 * @param params the sampling parameters in force
 * @param diagnostics what was unusual: shortened, continued, forced, attempts, unseen,
 *     original_unreadable
 * @param samples present when several samples were asked for
 * @param rawText exactly what the judge wrote; not part of the JSON
 */
public record JudgementRecord(
        UUID id,
        @JsonProperty("trajectory_id") UUID trajectoryId,
        Outcome outcome,
        @Nullable Double score,
        @Nullable String reasoning,
        @Nullable String critique,
        JudgeIdentity judge,
        TokenUsage usage,
        boolean cached,
        @JsonProperty("latency_ms") long latencyMs,
        Map<String, Object> params,
        Map<String, Object> diagnostics,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SampleStatistics samples,
        @JsonProperty("created_at") Instant createdAt,
        @JsonIgnore String rawText) {
    private static final String UNSEEN = "unseen";
    private static final String UNREADABLE = "original_unreadable";
    private static final int MOST_UNSEEN = 50;

    public JudgementRecord {
        if ((outcome == Outcome.SCORED) != (score != null)) {
            throw new IllegalArgumentException("a score goes with outcome SCORED and no other: " + outcome);
        }
        if (score != null && !(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("score must be in [0, 1], was " + score);
        }
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        diagnostics = Collections.unmodifiableMap(new LinkedHashMap<>(diagnostics));
    }

    /**
     * The same judgement; its diagnostics say how the trajectory was read for this request.
     *
     * @param unseen where in it something stands that the judge could not see
     * @param unreadable why it was judged as it was read before, or null
     */
    public JudgementRecord asRead(List<String> unseen, @Nullable String unreadable) {
        Map<String, Object> told = new LinkedHashMap<>(diagnostics);
        told.remove(UNSEEN);
        told.remove(UNREADABLE);
        if (!unseen.isEmpty()) {
            List<String> named = new ArrayList<>(unseen.subList(0, Math.min(unseen.size(), MOST_UNSEEN)));
            if (unseen.size() > MOST_UNSEEN) {
                named.add("and " + (unseen.size() - MOST_UNSEEN) + " more");
            }
            told.put(UNSEEN, named);
        }
        if (unreadable != null) {
            told.put(UNREADABLE, StorableText.of(unreadable));
        }
        return with(cached, told);
    }

    /** The same judgement, answering a later request. */
    public JudgementRecord fromCache() {
        return with(true, diagnostics);
    }

    private JudgementRecord with(boolean fromCache, Map<String, Object> told) {
        return new JudgementRecord(
                id,
                trajectoryId,
                outcome,
                score,
                reasoning,
                critique,
                judge,
                usage,
                fromCache,
                latencyMs,
                params,
                told,
                samples,
                createdAt,
                rawText);
    }
}
