package io.reagent.training.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.core.judgement.Outcome;
import io.reagent.core.rl.Leakage;
import io.reagent.core.rl.Reward;
import io.reagent.training.algorithms.PolicyGradient.Comparison;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReagentUTest {
    private static final AlgorithmOptions APART = new AlgorithmOptions(0.3, true, false, 0, false);
    private static final AlgorithmOptions FILTERED = new AlgorithmOptions(0.3, true, true, 0, true);

    /** R = 0, 1.15; 1.3, 1.15. */
    private static final List<Evidence> TASK =
            List.of(Seen.first(0, 0), Seen.first(1, 0.5), Seen.refined(1, 1), Seen.refined(1, 0.5));

    private final ReagentU reagent = new ReagentU(AlgorithmOptions.RELEASED);

    @Test
    void bothStagesAreComparedWithOneAnother() {
        // mean 3.6 / 4 = 0.9, squares 0.81 + 0.0625 + 0.16 + 0.0625 = 1.095, deviation sqrt(0.365) = 0.604152
        Comparison compared = reagent.compare(TASK);

        assertThat(compared.rewards()).extracting(Reward::total).containsExactly(0.0, 1.15, 1.3, 1.15);
        assertThat(compared.advantages().mean()).isCloseTo(0.9, within(1e-12));
        assertThat(compared.advantages().values().get(0)).isCloseTo(-1.489691, within(1e-6));
        assertThat(compared.advantages().values().get(1)).isCloseTo(0.413803, within(1e-6));
        assertThat(compared.advantages().values().get(2)).isCloseTo(0.662085, within(1e-6));
        assertThat(compared.advantages().values().get(3)).isCloseTo(0.413803, within(1e-6));
    }

    @Test
    void aMeanForEachStageGivesTheCritiqueNoCredit() {
        // means 0.575 and 1.225, squares 2 * 0.330625 + 2 * 0.005625, deviation sqrt(0.6725 / (4 - 2)) = 0.579871
        Comparison compared = new ReagentU(APART).compare(TASK);

        assertThat(compared.advantages().values().get(0)).isCloseTo(-0.991600, within(1e-5));
        assertThat(compared.advantages().values().get(1)).isCloseTo(0.991600, within(1e-5));
        assertThat(compared.advantages().values().get(2)).isCloseTo(0.129339, within(1e-5));
        assertThat(compared.advantages().values().get(3)).isCloseTo(-0.129339, within(1e-5));
    }

    @Test
    void whoSpeaksOfTheCritiqueIsMaskedOnDemand() {
        Evidence leaking = Seen.refined(1, 1, new Leakage(true, 0));

        assertThat(reagent.mask(leaking)).isNull();
        assertThat(new ReagentU(FILTERED).mask(leaking)).isEqualTo(Mask.LEAKED);
        assertThat(new ReagentU(FILTERED).mask(Seen.refined(1, 1))).isNull();
        assertThat(new ReagentU(FILTERED).mask(Seen.first(1, 1))).isNull();
    }

    @Test
    void anUnscoredAttemptIsMaskedWhateverTheWeightOfTheScore() {
        ReagentU unweighted = new ReagentU(new AlgorithmOptions(0, true, true, 0, false));

        assertThat(unweighted.asksJudge()).isTrue();
        assertThat(unweighted.mask(Seen.failed(1, Outcome.TRUNCATED))).isEqualTo(Mask.TRUNCATED);
        assertThat(unweighted.reward(Seen.first(1, 0.5))).isEqualTo(new Reward(1, 0.5, 1.0));
    }

    @Test
    void theLossIsTheMeanOfBothStages() {
        Map<Stage, Integer> learned = Map.of(Stage.FIRST, 2, Stage.REFINED, 1);

        // 5 tokens of one of two first rollouts, of two stages: 1 / (5 * 2 * 2); of the one refined: 1 / (5 * 1 * 2)
        assertThat(reagent.share(Stage.FIRST, 5, learned).perToken()).isCloseTo(0.05, within(1e-12));
        assertThat(reagent.share(Stage.REFINED, 5, learned).perToken()).isCloseTo(0.1, within(1e-12));
        // where nothing was refined there is one stage
        assertThat(reagent.share(Stage.FIRST, 5, Map.of(Stage.FIRST, 2)).perToken())
                .isCloseTo(0.1, within(1e-12));
    }

    @Test
    void itIsAsReleased() {
        assertThat(reagent.stages()).containsExactly(Stage.FIRST, Stage.REFINED);
        assertThat(reagent.refines()).isTrue();
        assertThat(reagent.options()).isEqualTo(new AlgorithmOptions(0.3, true, true, 0, false));
        assertThat(reagent.defaults()).isEqualTo(new Algorithm.Defaults(5e-6, 0.34, 32, 8));
    }
}
