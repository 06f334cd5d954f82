package io.reagent.kit.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeathsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Deaths deaths = new Deaths(4, Duration.ofMinutes(10), Duration.ofSeconds(20));

    @Test
    void pausesGrowToHalfAMinuteUntilItIsNoUse() {
        assertThat(deaths.another(START)).isEqualTo(Duration.ofSeconds(20));
        assertThat(deaths.another(START.plusSeconds(60))).isEqualTo(Duration.ofSeconds(30));
        assertThat(deaths.another(START.plusSeconds(120))).isEqualTo(Duration.ofSeconds(30));
        assertThat(deaths.another(START.plusSeconds(180))).isNull();
    }

    @Test
    void whatIsLongAgoDoesNotCount() {
        for (int hour = 0; hour < 20; hour++) {
            assertThat(deaths.another(START.plus(Duration.ofHours(hour)))).isEqualTo(Duration.ofSeconds(20));
        }
    }
}
