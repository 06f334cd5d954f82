package io.reagent.lm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    private final Pace pace = new Pace();

    @Test
    void aQueueOfTwoHundredAtTenASecondTakesTwentySeconds() {
        for (int i = 0; i < 1000; i++) {
            pace.left(i * SECOND / 10);
        }

        assertThat(pace.of(200, 100 * SECOND)).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(21));
    }

    @Test
    void aQueueThatStandsStillTakesEverLonger() {
        pace.left(0);
        pace.left(0);

        assertThat(pace.of(10, 2 * SECOND)).isEqualTo(Duration.ofSeconds(10));
        assertThat(pace.of(10, 20 * SECOND)).isEqualTo(Duration.ofSeconds(100));
        assertThat(pace.of(10, 100_000 * SECOND)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void idleTimeIsNotCounted() {
        pace.left(0);
        pace.idle();
        assertThat(pace.of(10, 5000 * SECOND)).isEqualTo(Duration.ofSeconds(1));

        pace.left(5000 * SECOND);
        assertThat(pace.of(10, 5001 * SECOND)).isEqualTo(Duration.ofSeconds(10));
    }
}
