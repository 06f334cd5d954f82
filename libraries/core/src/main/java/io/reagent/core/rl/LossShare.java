package io.reagent.core.rl;

import org.jspecify.annotations.Nullable;

/**
 * How much a rollout's tokens weigh in a loss that is summed over tokens. The method's objective is a mean over each
 * rollout's own tokens, then over rollouts ("seq-mean-token-mean"), and for Reagent-U the mean of both stages'
 * objectives:
 *
 * <pre>J = 1/S sum_s 1/N_s sum_i 1/|o_i| sum_t min(r_t A_i, clip(r_t) A_i)</pre>
 *
 * The clipped term is linear in the advantage, so each token is handed {@code A_i / (|o_i| * N_s * S)}.
 *
 * @param tokens |o_i|: tokens the policy sampled in this rollout, over all its turns
 * @param rollouts N_s: rollouts of the same stage in the same optimizer step
 * @param stages S: 2 for Reagent-U when both stages are there, else 1
 */
public record LossShare(int tokens, int rollouts, int stages) {
    public LossShare {
        if (tokens < 1 || rollouts < 1 || stages < 1) {
            throw new IllegalArgumentException("a share needs at least one token, rollout and stage, had " + tokens
                    + ", " + rollouts + " and " + stages);
        }
    }

    /** What one token of advantage 1 is handed. */
    public double perToken() {
        return 1.0 / ((double) tokens * rollouts * stages);
    }

    /**
     * The advantage of each token, with an optional penalty {@code beta * (log pi_old - log pi_ref)} on the divergence
     * from a reference policy folded in (Schulman's k1 estimator as a per-token reward, as in RLHF; the published scripts
     * have no such term).
     *
     * @param advantage A_i
     * @param logprobs log pi_old of the rollout's tokens; entries that were not sampled are never read
     * @param reference log pi_ref of the same tokens, or null for no penalty
     * @param sampled which tokens the policy sampled; all others get 0
     */
    public float[] advantages(
            double advantage, float[] logprobs, float @Nullable [] reference, boolean[] sampled, double beta) {
        if (logprobs.length != sampled.length || reference != null && reference.length != sampled.length) {
            throw new IllegalArgumentException("logprobs, reference and sampled must be aligned; lengths are "
                    + logprobs.length + ", " + (reference == null ? "none" : reference.length) + " and "
                    + sampled.length);
        }
        float[] folded = new float[sampled.length];
        for (int t = 0; t < folded.length; t++) {
            if (sampled[t]) {
                double penalty = reference == null ? 0 : beta * (logprobs[t] - reference[t]);
                folded[t] = (float) ((advantage - penalty) * perToken());
            }
        }
        return folded;
    }
}
