package io.reagent.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void fiveSeedsGiveStudentsInterval() {
        // mean 3, deviation sqrt(2.5), its error sqrt(0.5); t of 4 degrees of freedom is 2.7764
        Interval interval = Interval.of(List.of(1.0, 2.0, 3.0, 4.0, 5.0));
        assertThat(interval.mean()).isEqualTo(3);
        assertThat(interval.half()).isEqualTo(2.7764 * Math.sqrt(0.5), within(1e-4));
        assertThat(interval.text()).isEqualTo("3.000 ± 1.963");
    }

    @Test
    void oneSeedHasNone() {
        assertThat(Interval.of(List.of(0.5)).text()).isEqualTo("0.500 (one seed)");
        assertThat(Interval.of(List.of()).text()).isEqualTo("–");
    }
}
