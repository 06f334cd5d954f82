package io.reagent.training.algorithms;

import io.reagent.core.rl.Reward;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GRPO on the outcome alone, the method's baseline (Shao et al., "DeepSeekMath", arXiv 2402.03300, section 4.1; the clipping
 * has two bounds, the loss is "seq-mean-token-mean", and there is no KL term unless asked for):
 *
 * <pre>
 * R_i = R_rule
 * A_i = (R_i - mean) / std                      over the n rollouts of a task
 * J   = 1/N sum_i 1/|o_i| sum_t min(r_t A_i, clip(r_t) A_i)
 * </pre>
 */
public record Grpo(AlgorithmOptions options) implements PolicyGradient {
    @Override
    public String wireName() {
        return "grpo";
    }

    @Override
    public Defaults defaults() {
        return new Defaults(5e-7, 0.28, 64, 8);
    }

    @Override
    public List<Stage> stages() {
        return List.of(Stage.FIRST);
    }

    @Override
    public Algorithm with(AlgorithmOptions chosen) {
        return new Grpo(chosen);
    }

    /** An answer without a word is a wrong one: no judge has to read it. */
    @Override
    public @Nullable Mask mask(Evidence rollout) {
        return Mask.unfinished(rollout);
    }

    @Override
    public Reward reward(Evidence rollout) {
        return Reward.ofOutcome(rollout.outcome());
    }
}
