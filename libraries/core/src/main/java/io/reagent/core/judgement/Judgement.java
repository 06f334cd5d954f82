package io.reagent.core.judgement;

import org.jspecify.annotations.Nullable;

/** What came of asking a judge. A failure has no number: nothing downstream can mistake it for a score of zero. */
public sealed interface Judgement {

    Outcome outcome();

    /**
     * A judge's verdict.
     *
     * @param score quality of the trajectory, finite, 0 (worst) to 1 (best)
     * @param reasoning the judge's analysis, empty when it wrote none; not for the agent, it may reveal the answer
     * @param critique what to do better, written for the agent
     */
    record Scored(double score, String reasoning, String critique) implements Judgement {
        public Scored {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("score " + score + " is not in [0, 1]");
            }
        }

        @Override
        public Outcome outcome() {
            return Outcome.SCORED;
        }
    }

    /**
     * A judgement that failed.
     *
     * @param outcome how, never {@link Outcome#SCORED}
     * @param detail what was wrong, for a person to read
     * @param reasoning what the judge had written of its analysis, where it had
     * @param critique what the judge had written of its critique, where it had
     */
    record Failed(
            Outcome outcome,
            String detail,
            @Nullable String reasoning,
            @Nullable String critique) implements Judgement {
        public Failed {
            if (outcome == Outcome.SCORED) {
                throw new IllegalArgumentException("a failed judgement cannot have the outcome SCORED");
            }
        }
    }
}
