package io.reagent.core.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RewardTest {
    @Test
    void theScoreAddsLambdaOfItself() {
        assertThat(Reward.judged(1, 0.5, 0.3).total()).isCloseTo(1.15, within(1e-12));
        assertThat(Reward.judged(0, 0.5, 0.3).total()).isCloseTo(0.15, within(1e-12));
        assertThat(Reward.ofOutcome(1).total()).isEqualTo(1);
    }

    @Test
    void aFailedJudgementIsNoRewardAtAll() {
        Reward masked = Reward.judged(1, null, 0.3);

        assertThat(masked.total()).isNull();
        assertThat(masked.outcome()).isEqualTo(1);
        assertThat(masked.judge()).isNull();
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Reward.judged(1, 1.01, 0.3));
        assertThatIllegalArgumentException().isThrownBy(() -> Reward.judged(1, Double.NaN, 0.3));
        assertThatIllegalArgumentException().isThrownBy(() -> Reward.judged(1, 0.5, -0.1));
    }
}
