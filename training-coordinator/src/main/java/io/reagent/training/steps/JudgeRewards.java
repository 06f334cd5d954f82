package io.reagent.training.steps;

import io.reagent.core.judgement.Judgement;
import io.reagent.core.rl.JudgeReward;
import io.reagent.core.rl.JudgeReward.Rival;
import io.reagent.training.datasets.TrainingTask;
import io.reagent.training.rollouts.RolloutRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rewards of a judge in training. A judgement's rivals are those of the step's other trajectories; with none labelled, as
 * for a policy, there are none.
 */
final class JudgeRewards {
    private final Map<Integer, List<Rival>> scored;

    private JudgeRewards(Map<Integer, List<Rival>> scored) {
        this.scored = scored;
    }

    static JudgeRewards of(List<TrainingTask> tasks, List<RolloutRecord> rollouts) {
        Map<Integer, List<Rival>> scored = new TreeMap<>();
        for (RolloutRecord rollout : rollouts) {
            Double label = tasks.get(rollout.key().task()).label();
            if (label != null
                    && TrainingTask.judgement(rollout.episode().trajectory().answer())
                            instanceof Judgement.Scored judgement) {
                scored.computeIfAbsent(rollout.key().task(), unused -> new ArrayList<>())
                        .add(new Rival(label, judgement.score()));
            }
        }
        return new JudgeRewards(scored);
    }

    double of(RolloutRecord rollout, double label) {
        List<Rival> rivals = scored.entrySet().stream()
                .filter(entry -> entry.getKey() != rollout.key().task())
                .flatMap(entry -> entry.getValue().stream())
                .toList();
        return JudgeReward.DEFAULT.of(
                TrainingTask.judgement(rollout.episode().trajectory().answer()), label, rivals);
    }
}
