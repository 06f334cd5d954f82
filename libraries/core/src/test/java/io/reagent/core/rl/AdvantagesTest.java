package io.reagent.core.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.core.rl.Advantages.Rejection;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdvantagesTest {
    @Test
    void rewardsAreCentredAndDividedByTheirDeviation() {
        // mean 0.5, squares 4 * 0.25 = 1, deviation sqrt(1 / 3) = 0.57735
        Advantages group = Advantages.of(List.of(1.0, 0.0, 1.0, 0.0), 0);

        assertThat(group.rejection()).isNull();
        assertThat(group.mean()).isEqualTo(0.5);
        assertThat(group.deviation()).isCloseTo(0.57735, within(1e-5));
        assertThat(group.values().get(0)).isCloseTo(0.866025, within(1e-6));
        assertThat(group.values().get(1)).isCloseTo(-0.866025, within(1e-6));
    }

    @Test
    void aMaskedRolloutChangesNothingForTheOthers() {
        // of 1.3 and 0.1 alone: mean 0.7, deviation sqrt(0.36 + 0.36) = 0.848528, advantages +-0.707107
        Advantages group = Advantages.of(Arrays.asList(1.3, null, 0.1), 0);

        assertThat(group.mean()).isCloseTo(0.7, within(1e-12));
        assertThat(group.values().get(0)).isCloseTo(0.707107, within(1e-6));
        assertThat(group.values().get(1)).isNull();
        assertThat(group.values().get(2)).isCloseTo(-0.707107, within(1e-6));
    }

    @Test
    void bothStagesOfATaskArePooled() {
        // first 0, 1; refined 1, 1: mean 0.75, squares 0.5625 + 3 * 0.0625 = 0.75, deviation 0.5
        Advantages pooled = Advantages.of(List.of(0.0, 1.0, 1.0, 1.0), 0);

        assertThat(pooled.values()).containsExactly(-1.5, 0.5, 0.5, 0.5);
    }

    @Test
    void aMeanForEachStageGivesNoCreditForTheCritique() {
        // first 0, 1 about 0.5; refined 1, 1, 0.4 about 0.8; squares 0.5 + 0.24 over 5 - 2 freedoms, deviation 0.496655
        Advantages apart = Advantages.of(
                Arrays.asList(0.0, 1.0, null, 1.0, 1.0, 0.4),
                List.of("first", "first", "first", "refined", "refined", "refined"),
                0);

        assertThat(apart.mean()).isCloseTo(0.68, within(1e-12));
        assertThat(apart.deviation()).isCloseTo(0.496655, within(1e-6));
        assertThat(apart.values().get(0)).isCloseTo(-1.006734, within(1e-5));
        assertThat(apart.values().get(2)).isNull();
        assertThat(apart.values().get(5)).isCloseTo(-0.805387, within(1e-5));
        // one rollout of each stage has nothing to be compared with
        assertThat(Advantages.of(List.of(0.0, 1.0), List.of("first", "refined"), 0)
                        .rejection())
                .isEqualTo(Rejection.TOO_FEW);
        // each stage alike in itself
        assertThat(Advantages.of(List.of(0.0, 0.0, 1.0, 1.0), List.of(1, 1, 2, 2), 0)
                        .rejection())
                .isEqualTo(Rejection.IDENTICAL);
    }

    @Test
    void groupsThatTeachNothingAreRejectedWithTheReason() {
        assertThat(Advantages.of(List.of(1.3, 1.3, 1.0 + 0.3), 0).rejection()).isEqualTo(Rejection.IDENTICAL);
        assertThat(Advantages.of(Arrays.asList(1.0, null, null), 0).rejection()).isEqualTo(Rejection.TOO_FEW);
        // variance of 0 and 0.1 is 0.005
        assertThat(Advantages.of(List.of(0.0, 0.1), 0.006).rejection()).isEqualTo(Rejection.LOW_VARIANCE);
        assertThat(Advantages.of(List.of(0.0, 0.1), 0.004).rejection()).isNull();
        assertThat(Advantages.of(List.of(1.0, 1.0), 0).values()).containsExactly(null, null);
    }
}
