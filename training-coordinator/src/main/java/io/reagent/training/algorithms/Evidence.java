package io.reagent.training.algorithms;

import io.reagent.core.judgement.Outcome;
import io.reagent.core.rl.Leakage;
import org.jspecify.annotations.Nullable;

/**
 * What an algorithm knows of a rollout.
 *
 * @param outcome R_rule: 1 for a right answer, 0 for a wrong one or none; in [0, 1] what a judgement earned where the judge
 *     itself is trained
 * @param judgement how its judgement ended, or null when nobody judged it
 * @param score s in [0, 1], which goes with a judgement that is SCORED and no other
 * @param leakage of a refined rollout, else null
 */
public record Evidence(
        Stage stage,
        Ending ending,
        double outcome,
        @Nullable Outcome judgement,
        @Nullable Double score,
        @Nullable Leakage leakage) {
    /** What a rollout came to. */
    public enum Ending {
        /** It has steps or an answer. */
        SAID,
        /** The policy ended without either. */
        SILENT,
        /** Time was up before the policy's first token. */
        NOTHING_SAMPLED,
        /** It outgrew the policy's context. */
        TOO_LONG
    }

    public Evidence {
        if ((judgement == Outcome.SCORED) != (score != null)) {
            throw new IllegalArgumentException("a score goes with a judgement that is SCORED, not " + judgement);
        }
    }

    boolean leaks() {
        return leakage != null && leakage.leaks();
    }
}
