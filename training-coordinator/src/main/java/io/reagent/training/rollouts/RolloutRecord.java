package io.reagent.training.rollouts;

import io.reagent.core.agent.StopReason;
import io.reagent.core.agent.TokenSequence;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.rl.Leakage;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.training.judging.Verdict;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as it is stored.
 *
 * @param firstId of the attempt a refined rollout was shown, or null
 * @param policy the weights that were sampled
 * @param policyStep steps those weights were trained
 * @param task the task's id in its dataset
 * @param correct whether its answer is right: R_rule
 * @param sequences tokens as the policy had and gave them
 * @param calls tool calls made
 * @param verdict what the judge said, or null while nobody was asked
 * @param leakage of a refined rollout, else null
 * @param tooLong whether it outgrew the policy's context, so that nothing is to be learned from it
 */
public record RolloutRecord(
        UUID id,
        UUID runId,
        RolloutKey key,
        @Nullable UUID firstId,
        String policy,
        int policyStep,
        long seed,
        String task,
        Trajectory trajectory,
        StopReason stop,
        boolean correct,
        List<TokenSequence> sequences,
        int calls,
        @Nullable Verdict verdict,
        @Nullable Leakage leakage,
        boolean tooLong) {
    public RolloutRecord {
        sequences = List.copyOf(sequences);
    }

    /** Tokens the policy sampled. */
    public int ownTokens() {
        return sequences.stream().mapToInt(TokenSequence::sampledCount).sum();
    }

    /** Whether a judge gave a score. */
    public boolean scored() {
        return verdict != null && verdict.outcome() == Outcome.SCORED;
    }

    /** Whether there is something to judge. */
    boolean judgeable() {
        return !tooLong && !trajectory.silent();
    }

    RolloutRecord judged(Verdict by) {
        return new RolloutRecord(
                id,
                runId,
                key,
                firstId,
                policy,
                policyStep,
                seed,
                task,
                trajectory,
                stop,
                correct,
                sequences,
                calls,
                by,
                leakage,
                tooLong);
    }
}
