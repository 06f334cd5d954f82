package io.reagent.clients.judge;

import io.reagent.core.judgement.Outcome;
import org.jspecify.annotations.Nullable;

/** What came of asking for a judgement of one trajectory. That nobody could be asked is a {@link JudgeException} instead. */
public sealed interface Verdict {
    /** How the judgement ended. */
    Outcome outcome();

    /**
     * A judgement with a score.
     *
     * @param score in [0, 1]
     * @param critique may be empty
     */
    record Scored(StoredJudgement judgement, double score, String critique) implements Verdict {
        public Scored {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("a score is in [0, 1]: " + score);
            }
        }

        @Override
        public Outcome outcome() {
            return Outcome.SCORED;
        }
    }

    /**
     * A judgement without a score: the judge failed.
     *
     * @param outcome never SCORED
     * @param critique as far as there is one
     */
    record Failed(
            StoredJudgement judgement,
            Outcome outcome,
            @Nullable String critique) implements Verdict {
        public Failed {
            if (outcome == Outcome.SCORED) {
                throw new IllegalArgumentException("a failed judgement has no score");
            }
        }
    }

    /**
     * No judgement, now or later: the service refuses this trajectory, which is too long or unreadable.
     *
     * @param outcome never SCORED
     * @param reason in the words of the service
     */
    record Unjudged(Outcome outcome, String reason) implements Verdict {}
}
