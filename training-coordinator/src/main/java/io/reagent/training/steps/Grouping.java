package io.reagent.training.steps;

import io.reagent.kit.database.UuidV7;
import io.reagent.training.algorithms.Evidence;
import io.reagent.training.algorithms.PolicyGradient;
import io.reagent.training.algorithms.PolicyGradient.Comparison;
import io.reagent.training.datasets.TrainingTask;
import io.reagent.training.rollouts.RolloutRecord;
import java.util.ArrayList;
import java.util.List;

/** Rollouts to groups with rewards and advantages; pure but for the groups' ids. */
final class Grouping {
    private Grouping() {}

    /** @param rollouts of the step, both stages of a task in one group */
    static List<Group> of(List<TrainingTask> tasks, List<RolloutRecord> rollouts, PolicyGradient algorithm) {
        JudgeRewards judges = JudgeRewards.of(tasks, rollouts);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            int task = i;
            List<RolloutRecord> ofTask = rollouts.stream()
                    .filter(rollout -> rollout.key().task() == task)
                    .toList();
            groups.add(group(task, tasks.get(task), ofTask, algorithm, judges));
        }
        return groups;
    }

    private static Group group(
            int index, TrainingTask task, List<RolloutRecord> rollouts, PolicyGradient algorithm, JudgeRewards judges) {
        List<Evidence> evidence = rollouts.stream()
                .map(rollout -> rollout.evidence(outcome(task, rollout, judges)))
                .toList();
        Comparison compared = algorithm.compare(evidence);
        List<Group.Member> members = new ArrayList<>();
        for (int i = 0; i < rollouts.size(); i++) {
            members.add(new Group.Member(
                    rollouts.get(i),
                    compared.rewards().get(i),
                    compared.masks().get(i),
                    compared.advantages().values().get(i)));
        }
        return new Group(UuidV7.next(), index, task, compared.advantages(), members);
    }

    /** R_rule; of a judge's task, what its judgement earns. */
    private static double outcome(TrainingTask task, RolloutRecord rollout, JudgeRewards judges) {
        Double label = task.label();
        if (label != null) {
            return judges.of(rollout, label);
        }
        return rollout.episode().correct() ? 1 : 0;
    }
}
