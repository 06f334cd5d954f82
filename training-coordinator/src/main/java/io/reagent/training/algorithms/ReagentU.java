package io.reagent.training.algorithms;

import io.reagent.core.rl.Advantages;
import io.reagent.core.rl.Reward;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reagent-U ("Exploring Reasoning Reward Model for Agents", arXiv 2601.22154): n first rollouts {@code o1 ~ pi(q)} of a task
 * and, after each that was scored, a refined one {@code o2 ~ pi(q, o1, c1)} that is shown its critique.
 *
 * <pre>
 * R_i = R_rule + lambda * s                     in both stages
 * A_i = (R_i - mean) / std                      over the pooled 2n of a task
 * J   = 1/S sum_s 1/N_s sum_i 1/|o_i| sum_t min(r_t A_i, clip(r_t) A_i)
 * </pre>
 *
 * Not the method's, to tell what its parts do: a mean for each stage, refinement without a critique, and masking refined
 * rollouts that speak of their critique, which a policy should not learn to do unasked.
 */
public record ReagentU(AlgorithmOptions options) implements PolicyGradient {
    @Override
    public String wireName() {
        return "reagent-u";
    }

    @Override
    public Defaults defaults() {
        return new Defaults(5e-6, 0.34, 32, 8);
    }

    @Override
    public List<Stage> stages() {
        return List.of(Stage.FIRST, Stage.REFINED);
    }

    /** Without a weight too: the critique comes with the score. */
    @Override
    public boolean judged() {
        return true;
    }

    @Override
    public Algorithm with(AlgorithmOptions chosen) {
        return new ReagentU(chosen);
    }

    @Override
    public @Nullable Mask mask(Evidence rollout) {
        Mask unscored = Mask.unscored(rollout);
        return unscored == null && options.leakageFilter() && rollout.leaks() ? Mask.LEAKED : unscored;
    }

    @Override
    public Reward reward(Evidence rollout) {
        return Reward.judged(rollout.outcome(), rollout.score(), options.lambda());
    }

    @Override
    public Advantages advantages(List<Stage> stages, List<@Nullable Double> rewards) {
        return options.pooled()
                ? Advantages.of(rewards, options.minGroupVariance())
                : Advantages.of(rewards, stages, options.minGroupVariance());
    }
}
