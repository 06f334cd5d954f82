package io.reagent.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.experiment.Curve.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {
    private static final Curve CURVE =
            new Curve(List.of(new Point(0, 0.4), new Point(1_000, 0.6), new Point(2_000, 0.5)));

    @Test
    void betweenEvaluationsItIsAStraightLine() {
        assertThat(CURVE.at(0)).isEqualTo(0.4);
        assertThat(CURVE.at(250)).isEqualTo(0.45, within(1e-12));
        assertThat(CURVE.at(1_500)).isEqualTo(0.55, within(1e-12));
    }

    @Test
    void aRunThatEndedEarlyKeepsItsLastValue() {
        assertThat(CURVE.at(5_000)).isEqualTo(0.5);
    }

    @Test
    void aRateIsReachedWhereTheLineFirstCrossesIt() {
        assertThat(CURVE.reaching(0.55, 2_000)).isEqualTo(750, within(1e-9));
        assertThat(CURVE.reaching(0.3, 2_000)).isEqualTo(0);
        assertThat(CURVE.reaching(0.55, 700)).isNull();
        assertThat(CURVE.reaching(0.7, 2_000)).isNull();
    }
}
