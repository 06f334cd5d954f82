package io.reagent.training.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.training.rollouts.PhaseClock.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class PhaseClockTest {
    @Test
    void aStepBesideAnotherIsBusyWithItAndHasItsOwnPhases() {
        PhaseClock trains = new PhaseClock();
        PhaseClock samples = new PhaseClock();
        samples.overlap(trains);

        trains.track(Phase.TRAINING, Mono.delay(Duration.ofMillis(20))).block(Duration.ofSeconds(5));
        trains.track(Phase.SAVING, Mono.delay(Duration.ofMillis(20))).block(Duration.ofSeconds(5));

        assertThat(samples.seconds(Phase.TRAINING)).isZero();
        assertThat(samples.computing())
                .isGreaterThanOrEqualTo(0.02)
                .isLessThan(trains.seconds(Phase.TRAINING) + trains.seconds(Phase.SAVING));
    }

    @Test
    void tokensAreCountedByPhase() {
        PhaseClock clock = new PhaseClock();

        clock.count(Phase.SAMPLING, 3);
        clock.count(Phase.SAMPLING, 4);

        assertThat(clock.tokens(Phase.SAMPLING)).isEqualTo(7);
        assertThat(clock.tokens(Phase.JUDGING)).isZero();
    }
}
