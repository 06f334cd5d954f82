package io.reagent.training.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolloutSeedTest {
    @Test
    void everyPlaceInARunHasItsOwnSeed() {
        Set<Long> seeds = new HashSet<>();
        for (int step = 0; step < 10; step++) {
            for (int task = 0; task < 10; task++) {
                for (int stage = 0; stage < 3; stage++) {
                    for (int sample = 0; sample < 8; sample++) {
                        seeds.add(RolloutSeed.of(7, step, task, stage, sample));
                    }
                }
            }
        }

        assertThat(seeds).hasSize(2400).allMatch(seed -> seed >= 0 && seed < 1L << 31);
        assertThat(RolloutSeed.of(8, 0, 0, 0, 0)).isNotEqualTo(RolloutSeed.of(7, 0, 0, 0, 0));
    }
}
