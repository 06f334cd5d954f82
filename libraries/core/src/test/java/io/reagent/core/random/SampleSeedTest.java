package io.reagent.core.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleSeedTest {
    @Test
    void neighbouringSeedsShareNoSample() {
        Set<Long> all = new HashSet<>();
        for (long seed = -50; seed < 50; seed++) {
            for (int sample = 0; sample < 100; sample++) {
                assertThat(all.add(SampleSeed.of(seed, sample))).isTrue();
            }
        }
    }

    @Test
    void theFirstSampleDrawsFromTheSeedItself() {
        assertThat(SampleSeed.of(7, 0)).isEqualTo(7);
        assertThat(SampleSeed.ofShort(7, 0)).isEqualTo(7);
    }

    @Test
    void shortSeedsFitIntoThirtyOneBits() {
        for (int sample = 1; sample < 1_000; sample++) {
            assertThat(SampleSeed.ofShort(3, sample)).isBetween(0L, (long) Integer.MAX_VALUE);
        }
    }
}
