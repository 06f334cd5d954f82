package io.reagent.training.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.core.judgement.Outcome;
import io.reagent.core.rl.Reward;
import io.reagent.training.algorithms.Evidence.Ending;
import io.reagent.training.algorithms.PolicyGradient.Comparison;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReagentRTest {
    private final ReagentR reagent = new ReagentR(AlgorithmOptions.RELEASED);

    @Test
    void theScoreAddsThreeTenthsOfItselfToTheOutcome() {
        // R = 1.3, 1, 0.3, 0: mean 0.65, squares 2 * 0.4225 + 2 * 0.1225 = 1.09, deviation sqrt(1.09 / 3) = 0.602771
        Comparison compared =
                reagent.compare(List.of(Seen.first(1, 1), Seen.first(1, 0), Seen.first(0, 1), Seen.first(0, 0)));

        assertThat(compared.rewards()).extracting(Reward::total).containsExactly(1.3, 1.0, 0.3, 0.0);
        assertThat(compared.advantages().deviation()).isCloseTo(0.602771, within(1e-6));
        assertThat(compared.advantages().values().get(0)).isCloseTo(1.078352, within(1e-6));
        assertThat(compared.advantages().values().get(1)).isCloseTo(0.580651, within(1e-6));
        assertThat(compared.advantages().values().get(2)).isCloseTo(-0.580651, within(1e-6));
        assertThat(compared.advantages().values().get(3)).isCloseTo(-1.078352, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(value = Outcome.class, mode = EnumSource.Mode.EXCLUDE, names = "SCORED")
    void aFailedJudgementIsNoReward(Outcome outcome) {
        // of 1.3 and 0 alone: mean 0.65
        Comparison compared = reagent.compare(List.of(Seen.first(1, 1), Seen.failed(1, outcome), Seen.first(0, 0)));

        assertThat(compared.masks()).containsExactly(null, Mask.valueOf(outcome.name()), null);
        assertThat(compared.rewards().get(1)).isEqualTo(new Reward(1, null, null));
        assertThat(compared.advantages().mean()).isCloseTo(0.65, within(1e-12));
        assertThat(compared.advantages().values().get(1)).isNull();
    }

    @Test
    void whereNobodyJudgedTheMaskSaysWhy() {
        assertThat(reagent.mask(Seen.first(1))).isEqualTo(Mask.NOT_JUDGED);
        assertThat(reagent.mask(Seen.ended(Ending.SILENT))).isEqualTo(Mask.NOTHING_SAID);
        assertThat(reagent.mask(Seen.ended(Ending.NOTHING_SAMPLED))).isEqualTo(Mask.NOTHING_SAMPLED);
        assertThat(reagent.mask(Seen.ended(Ending.TOO_LONG))).isEqualTo(Mask.TOO_LONG);
    }

    @Test
    void withoutAWeightItIsGrpo() {
        ReagentR unweighted = new ReagentR(new AlgorithmOptions(0, true, true, 0, false));
        List<Evidence> rollouts =
                List.of(Seen.first(1), Seen.first(0), Seen.ended(Ending.SILENT), Seen.ended(Ending.TOO_LONG));

        assertThat(reagent.asksJudge()).isTrue();
        assertThat(unweighted.asksJudge()).isFalse();
        assertThat(unweighted.compare(rollouts)).isEqualTo(new Grpo(unweighted.options()).compare(rollouts));
    }

    @Test
    void itIsAsItsBaselineIs() {
        Grpo baseline = new Grpo(AlgorithmOptions.RELEASED);

        assertThat(reagent.stages()).isEqualTo(baseline.stages());
        assertThat(reagent.defaults()).isEqualTo(baseline.defaults());
        assertThat(reagent.share(Stage.FIRST, 3, Map.of(Stage.FIRST, 4)))
                .isEqualTo(baseline.share(Stage.FIRST, 3, Map.of(Stage.FIRST, 4)));
    }
}
