package io.reagent.kit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PausesTest {
    @Test
    void theyDoubleUpToTheLongestHoweverManyFailed() {
        Pauses pauses = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(10));

        assertThat(IntStream.of(0, 1, 3, 4, 1_000).mapToObj(pauses::after).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 8L, 10L, 10L);
    }
}
