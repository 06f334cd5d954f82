package io.reagent.training.judging;

import io.reagent.core.judgement.Outcome;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a judge made of a rollout.
 *
 * @param judgementId of the stored judgement, or null when there is none to keep
 * @param judge who judged: name and version
 * @param score in [0, 1] when the outcome is SCORED, else null
 * @param critique for the agent, or null
 * @param completion who brought it to its end; null for one stored before that was kept
 * @param reason why the judge's service gave no judgement, in its words, or null
 * @param outputTokens what the judge wrote; 0 for a judgement made before
 */
public record Verdict(
        @Nullable UUID judgementId,
        String judge,
        Outcome outcome,
        @Nullable Double score,
        @Nullable String critique,
        @Nullable Completion completion,
        @Nullable String reason,
        int outputTokens) {
    public Verdict {
        if ((outcome == Outcome.SCORED) != (score != null)) {
            throw new IllegalArgumentException("a score goes with outcome SCORED and no other: " + outcome);
        }
    }
}
