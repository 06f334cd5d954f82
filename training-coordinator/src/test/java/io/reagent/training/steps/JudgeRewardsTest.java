package io.reagent.training.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.training.datasets.TrainingTask;
import io.reagent.training.rollouts.RolloutRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeRewardsTest {
    private static final List<TrainingTask> TASKS =
            List.of(Made.labelled("good", 1), Made.labelled("bad", 0.2), Made.labelled("as good", 1));

    private static RolloutRecord judged(int task, int sample, double score) {
        return Made.answered(task, sample, "<critique>c</critique><score>" + score + "</score>");
    }

    @Test
    void rivalsAreTheStepsOtherTrajectories() {
        RolloutRecord high = judged(0, 0, 0.75);
        RolloutRecord low = judged(0, 1, 0.25);
        JudgeRewards rewards = JudgeRewards.of(TASKS, List.of(high, low, judged(1, 0, 0.5), judged(2, 0, 0)));

        // label 1; of the rivals only the 0.5 of the trajectory labelled 0.2 has another label
        // 0.2 + 0.5 * 0.75 + 0.3 * 1, and 0.2 + 0.5 * 0.25 + 0.3 * 0: its own group's 0.75 is no rival
        assertThat(rewards.of(high, 1)).isCloseTo(0.875, within(1e-12));
        assertThat(rewards.of(low, 1)).isCloseTo(0.325, within(1e-12));
    }

    @Test
    void whatIsNoJudgementEarnsNothingAndIsNobodysRival() {
        RolloutRecord alone = judged(0, 0, 0.5);
        RolloutRecord malformed = Made.answered(1, 0, "I like it.");
        JudgeRewards rewards = JudgeRewards.of(TASKS, List.of(alone, malformed));

        // 0.2 + 0.5 * 0.5 + 0.3 * 0.5
        assertThat(rewards.of(alone, 1)).isCloseTo(0.6, within(1e-12));
        assertThat(rewards.of(malformed, 0.2)).isZero();
    }
}
