package io.reagent.training.algorithms;

import io.reagent.core.rl.Advantages;
import io.reagent.core.rl.LossShare;
import io.reagent.core.rl.Reward;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Learning from rollouts that are compared with one another: by the clipped objective of {@link LossShare}, in which the
 * algorithms differ by what rollouts there are, which of them count, what they earn and whom they are compared with.
 */
public sealed interface PolicyGradient extends Algorithm permits Grpo, ReagentR, ReagentU {
    AlgorithmOptions options();

    /** Why a rollout has no reward, so that it enters neither its group's statistics nor the loss; or null. */
    @Nullable Mask mask(Evidence rollout);

    /** R of a rollout that is not masked. */
    Reward reward(Evidence rollout);

    /**
     * A_i of one task's rollouts, all of them compared with one another.
     *
     * @param stages of the rollouts
     * @param rewards R of the same rollouts; null for those masked
     */
    default Advantages advantages(List<Stage> stages, List<@Nullable Double> rewards) {
        return Advantages.of(rewards, options().minGroupVariance());
    }

    /**
     * What a rollout's tokens weigh in the loss: the mean over the stages there are.
     *
     * @param tokens |o_i|: tokens the policy sampled in it
     * @param learned N_s: how many rollouts of each stage the optimizer step learns from, this one among them
     */
    default LossShare share(Stage stage, int tokens, Map<Stage, Integer> learned) {
        return new LossShare(tokens, Objects.requireNonNull(learned.get(stage)), learned.size());
    }

    /** The rollouts of one task, those of all stages, compared. */
    default Comparison compare(List<Evidence> rollouts) {
        List<@Nullable Mask> masks = new ArrayList<>();
        List<Reward> rewards = new ArrayList<>();
        for (Evidence rollout : rollouts) {
            Mask mask = mask(rollout);
            masks.add(mask);
            rewards.add(mask == null ? reward(rollout) : Reward.masked(rollout.outcome()));
        }
        return new Comparison(
                masks,
                rewards,
                advantages(
                        rollouts.stream().map(Evidence::stage).toList(),
                        rewards.stream().<@Nullable Double>map(Reward::total).toList()));
    }

    /**
     * What came of a comparison, each list in the order of the rollouts.
     *
     * @param masks null for rollouts that count
     * @param advantages with the reason where nothing is to be learned from any of them
     */
    record Comparison(List<@Nullable Mask> masks, List<Reward> rewards, Advantages advantages) {}
}
