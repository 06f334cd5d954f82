package io.reagent.policy.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OutageTest {
    private final Outage outage = new Outage(Duration.ofNanos(60));

    @Test
    void isToldAsItBeginsAndThenOnceInAWhile() {
        assertThat(LongStream.iterate(-50, now -> now + 10).limit(20).filter(outage::tells))
                .containsExactly(-50L, 10L, 70L, 130L);
    }

    @Test
    void isToldAnewWhenItComesAgain() {
        assertThat(outage.tells(5)).isTrue();
        outage.over();
        assertThat(outage.tells(6)).isTrue();
        assertThat(outage.tells(7)).isFalse();
    }
}
