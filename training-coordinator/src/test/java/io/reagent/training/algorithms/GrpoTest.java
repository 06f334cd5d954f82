package io.reagent.training.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.core.rl.Advantages.Rejection;
import io.reagent.core.rl.LossShare;
import io.reagent.core.rl.Reward;
import io.reagent.training.algorithms.Evidence.Ending;
import io.reagent.training.algorithms.PolicyGradient.Comparison;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrpoTest {
    private final Grpo grpo = new Grpo(AlgorithmOptions.RELEASED);

    @Test
    void theOutcomeAloneIsTheReward() {
        // mean 0.5, squares 4 * 0.25 = 1, deviation sqrt(1 / 3): A = 0.5 / 0.57735
        Comparison compared =
                grpo.compare(List.of(Seen.first(1, 0.1), Seen.first(0, 0.9), Seen.first(1), Seen.first(0)));

        assertThat(compared.rewards()).extracting(Reward::total).containsExactly(1.0, 0.0, 1.0, 0.0);
        assertThat(compared.rewards()).extracting(Reward::judge).containsOnlyNulls();
        assertThat(compared.advantages().values().get(0)).isCloseTo(0.866025, within(1e-6));
        assertThat(compared.advantages().values().get(1)).isCloseTo(-0.866025, within(1e-6));
    }

    @Test
    void anAnswerWithoutAWordIsAWrongOne() {
        Comparison compared = grpo.compare(List.of(Seen.first(1), Seen.ended(Ending.SILENT)));

        // mean 0.5, deviation sqrt(0.25 + 0.25)
        assertThat(compared.masks()).containsOnlyNulls();
        assertThat(compared.advantages().values().get(0)).isCloseTo(0.707107, within(1e-6));
        assertThat(compared.advantages().values().get(1)).isCloseTo(-0.707107, within(1e-6));
    }

    @Test
    void whatThePolicyCouldNotFinishCountsForNothing() {
        Comparison compared = grpo.compare(
                List.of(Seen.first(1), Seen.ended(Ending.TOO_LONG), Seen.ended(Ending.NOTHING_SAMPLED), Seen.first(0)));

        assertThat(compared.masks()).containsExactly(null, Mask.TOO_LONG, Mask.NOTHING_SAMPLED, null);
        assertThat(compared.rewards()).extracting(Reward::total).containsExactly(1.0, null, null, 0.0);
        assertThat(compared.advantages().mean()).isEqualTo(0.5);
        assertThat(compared.advantages().values().get(1)).isNull();
        assertThat(compared.advantages().values().get(0)).isCloseTo(0.707107, within(1e-6));
    }

    @Test
    void whatAJudgementEarnedIsAnOutcomeToo() {
        // 0.9 and 0.5: mean 0.7, deviation sqrt(0.04 + 0.04) = 0.282843
        Comparison compared = grpo.compare(List.of(Seen.first(0.9), Seen.first(0.5)));

        assertThat(compared.advantages().deviation()).isCloseTo(0.282843, within(1e-6));
        assertThat(compared.advantages().values().get(0)).isCloseTo(0.707107, within(1e-6));
    }

    @Test
    void aGroupThatVariesTooLittleIsRejected() {
        Grpo strict = new Grpo(new AlgorithmOptions(0.3, true, true, 0.6, false));

        // variance of 1 and 0 is 0.5
        assertThat(strict.compare(List.of(Seen.first(1), Seen.first(0)))
                        .advantages()
                        .rejection())
                .isEqualTo(Rejection.LOW_VARIANCE);
        assertThat(grpo.compare(List.of(Seen.first(1), Seen.first(1)))
                        .advantages()
                        .rejection())
                .isEqualTo(Rejection.IDENTICAL);
    }

    @Test
    void aTokenSharesItsRolloutAndTheRolloutItsStep() {
        LossShare share = grpo.share(Stage.FIRST, 3, Map.of(Stage.FIRST, 4));

        assertThat(share.perToken()).isCloseTo(1.0 / 12, within(1e-12));
    }

    @Test
    void itIsAsReleased() {
        assertThat(grpo.stages()).containsExactly(Stage.FIRST);
        assertThat(grpo.judged()).isFalse();
        assertThat(grpo.defaults()).isEqualTo(new Algorithm.Defaults(5e-7, 0.28, 64, 8));
    }
}
