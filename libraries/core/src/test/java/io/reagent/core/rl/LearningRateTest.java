package io.reagent.core.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.core.rl.LearningRate.Schedule;
import org.junit.jupiter.api.Test;

class LearningRateTest {
    @Test
    void itClimbsThenFollowsItsSchedule() {
        LearningRate linear = new LearningRate(1.0, Schedule.LINEAR, 2);

        assertThat(linear.at(0, 6)).isEqualTo(0.5);
        assertThat(linear.at(1, 6)).isEqualTo(1);
        assertThat(linear.at(2, 6)).isEqualTo(1);
        assertThat(linear.at(5, 6)).isCloseTo(0.25, within(1e-12));
        assertThat(new LearningRate(1.0, Schedule.COSINE, 0).at(3, 6)).isCloseTo(0.5, within(1e-12));
        assertThat(new LearningRate(1.0, Schedule.CONSTANT, 0).at(5, 6)).isEqualTo(1);
    }
}
