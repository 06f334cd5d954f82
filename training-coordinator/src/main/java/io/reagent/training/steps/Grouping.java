package io.reagent.training.steps;

import io.reagent.core.rl.Advantages;
import io.reagent.core.rl.Leakage;
import io.reagent.core.rl.Reward;
import io.reagent.kit.database.UuidV7;
import io.reagent.training.datasets.TrainingTask;
import io.reagent.training.judging.Verdict;
import io.reagent.training.rollouts.RolloutRecord;
import io.reagent.training.runs.Guards;
import io.reagent.training.runs.RunSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rollouts to groups with rewards and advantages; pure but for the groups' ids. */
final class Grouping {
    /** Why a rollout has no reward, beside a judgement's outcome. */
    static final String TOO_LONG = "TOO_LONG";

    static final String NOTHING_SAMPLED = "NOTHING_SAMPLED";
    static final String NOTHING_SAID = "NOTHING_SAID";
    static final String LEAKED = "LEAKED";

    private Grouping() {}

    /** @param rollouts of the step, both stages of a task in one group */
    static List<Group> of(List<TrainingTask> tasks, List<RolloutRecord> rollouts, RunSpec spec) {
        JudgeRewards judges = JudgeRewards.of(tasks, rollouts);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            int task = i;
            List<RolloutRecord> ofTask = rollouts.stream()
                    .filter(rollout -> rollout.key().task() == task)
                    .toList();
            groups.add(group(task, tasks.get(task), ofTask, spec, judges));
        }
        return groups;
    }

    private static Group group(
            int index, TrainingTask task, List<RolloutRecord> rollouts, RunSpec spec, JudgeRewards judges) {
        List<@Nullable String> masks = rollouts.stream()
                .<@Nullable String>map(rollout -> mask(rollout, spec))
                .toList();
        List<Reward> rewards = new ArrayList<>();
        for (int i = 0; i < rollouts.size(); i++) {
            rewards.add(
                    masks.get(i) == null
                            ? reward(task, rollouts.get(i), spec, judges)
                            : Reward.masked(rollouts.get(i).correct()));
        }
        Advantages advantages =
                advantages(rewards.stream().<@Nullable Double>map(Reward::total).toList(), rollouts, spec.guards());
        List<Group.Member> members = new ArrayList<>();
        for (int i = 0; i < rollouts.size(); i++) {
            members.add(new Group.Member(
                    rollouts.get(i),
                    rewards.get(i),
                    masks.get(i),
                    advantages.values().get(i)));
        }
        return new Group(UuidV7.next(), index, task, advantages, members);
    }

    private static Advantages advantages(List<@Nullable Double> rewards, List<RolloutRecord> rollouts, Guards guards) {
        return guards.pooled()
                ? Advantages.of(rewards, guards.minGroupVariance())
                : Advantages.of(
                        rewards,
                        rollouts.stream().map(rollout -> rollout.key().stage()).toList(),
                        guards.minGroupVariance());
    }

    private static @Nullable String mask(RolloutRecord rollout, RunSpec spec) {
        Verdict verdict = rollout.verdict();
        Leakage leakage = rollout.leakage();
        if (rollout.tooLong()) {
            return TOO_LONG;
        }
        if (rollout.ownTokens() == 0) {
            return NOTHING_SAMPLED;
        }
        if (spec.judged() && rollout.trajectory().silent()) {
            return NOTHING_SAID;
        }
        if (spec.judged() && (verdict == null || verdict.score() == null)) {
            return verdict == null ? "NOT_JUDGED" : verdict.outcome().name();
        }
        return spec.guards().leakageFilter() && leakage != null && leakage.leaks() ? LEAKED : null;
    }

    private static Reward reward(TrainingTask task, RolloutRecord rollout, RunSpec spec, JudgeRewards judges) {
        if (task.label() != null) {
            double earned = judges.of(rollout, task.label());
            return new Reward(earned, null, earned);
        }
        Verdict verdict = rollout.verdict();
        return spec.judged()
                ? Reward.judged(
                        rollout.correct(),
                        verdict == null ? null : verdict.score(),
                        spec.guards().lambda())
                : Reward.ofOutcome(rollout.correct());
    }
}
