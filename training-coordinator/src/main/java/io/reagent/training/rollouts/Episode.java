package io.reagent.training.rollouts;

import io.reagent.core.agent.StopReason;
import io.reagent.core.agent.TokenSequence;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.training.algorithms.Evidence.Ending;
import java.util.List;

/**
 * What an agent did in one rollout.
 *
 * @param stop how it ended
 * @param correct whether its answer is right
 * @param sequences tokens as the policy had and gave them
 * @param calls tool calls made
 */
public record Episode(
        Trajectory trajectory, StopReason stop, boolean correct, List<TokenSequence> sequences, int calls) {
    public Episode {
        sequences = List.copyOf(sequences);
    }

    /** Tokens the policy sampled. */
    public int ownTokens() {
        return sequences.stream().mapToInt(TokenSequence::sampledCount).sum();
    }

    Ending ending() {
        if (tooLong()) {
            return Ending.TOO_LONG;
        }
        if (ownTokens() == 0) {
            return Ending.NOTHING_SAMPLED;
        }
        return trajectory.silent() ? Ending.SILENT : Ending.SAID;
    }

    /** Whether it outgrew the policy's context: a failure of the policy's server is no rollout. */
    boolean tooLong() {
        return stop == StopReason.MODEL_FAILED;
    }

    /** Whether there is something to judge. */
    boolean judgeable() {
        return !tooLong() && !trajectory.silent();
    }
}
