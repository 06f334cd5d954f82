package io.reagent.training.rollouts;

import io.reagent.core.judgement.Outcome;
import io.reagent.core.rl.Leakage;
import io.reagent.training.algorithms.Evidence;
import io.reagent.training.judging.RolloutJudgement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as it is stored.
 *
 * @param firstId of the attempt a refined rollout was shown, or null
 * @param task the task's id in its dataset
 * @param verdict what the judge said, or null while nobody was asked
 * @param leakage of a refined rollout, else null
 */
public record RolloutRecord(
        UUID id,
        UUID runId,
        RolloutKey key,
        @Nullable UUID firstId,
        String task,
        Origin origin,
        Episode episode,
        @Nullable RolloutJudgement verdict,
        @Nullable Leakage leakage) {
    /**
     * What it was sampled from.
     *
     * @param policy the weights
     * @param policyStep steps those weights were trained
     */
    public record Origin(String policy, int policyStep, long seed) {}

    /** Whether a judge gave a score. */
    public boolean scored() {
        return verdict != null && verdict.outcome() == Outcome.SCORED;
    }

    /** What an algorithm knows of it, with what its answer earned. */
    public Evidence evidence(double outcome) {
        return new Evidence(
                key.stage(),
                episode.ending(),
                outcome,
                verdict == null ? null : verdict.outcome(),
                verdict == null ? null : verdict.score(),
                leakage);
    }

    RolloutRecord judged(RolloutJudgement by) {
        return new RolloutRecord(id, runId, key, firstId, task, origin, episode, by, leakage);
    }
}
