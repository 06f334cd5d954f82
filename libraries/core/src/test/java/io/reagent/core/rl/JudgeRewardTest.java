package io.reagent.core.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.core.judgement.Judgement;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.rl.JudgeReward.Rival;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeRewardTest {
    private static final JudgeReward REWARD = new JudgeReward(0.2, 0.5, 0.3);

    @Test
    void formClosenessAndOrderAddUp() {
        // 0.2 + 0.5 * (1 - 0.25) + 0.3 * (one right, one tied: 0.75)
        double reward = REWARD.of(scored(0.75), 1.0, List.of(new Rival(0.4, 0.5), new Rival(0.2, 0.75)));

        assertThat(reward).isCloseTo(0.2 + 0.375 + 0.225, within(1e-12));
    }

    @Test
    void withoutRivalsOfAnotherLabelTheOrderCountsAsCloseness() {
        assertThat(REWARD.of(scored(0.5), 1.0, List.of(new Rival(1.0, 0.1)))).isCloseTo(0.2 + 0.8 * 0.5, within(1e-12));
    }

    @Test
    void aMalformedJudgementEarnsNothing() {
        assertThat(REWARD.of(new Judgement.Failed(Outcome.PARSE_ERROR, "no score", null, null), 0, List.of()))
                .isZero();
    }

    private static Judgement scored(double score) {
        return new Judgement.Scored(score, "", "");
    }
}
