package io.reagent.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Means of figures, with numbers worked by hand and a simulation of how often they cover. */
class IndependentMeanTest {
    private static final double EXACT = 1e-12;

    private static Estimate figure(double value, double low, double high) {
        return new Estimate(value, 0.1, low, high, 0.95, 10, 10, Method.WILSON);
    }

    @Test
    void theIntervalReachesAsFarAsTheRootOfTheSquaresOfTheirs() {
        Figure mean = IndependentMean.of(List.of(figure(0.5, 0.2, 0.6), figure(0.9, 0.5, 1.0)), 0.95);

        assertThat(mean).isInstanceOfSatisfying(Estimate.class, found -> {
            assertThat(found.value()).isEqualTo(0.7, within(EXACT));
            // below: 0.3 and 0.4, above: 0.1 and 0.1
            assertThat(found.low()).isEqualTo(0.7 - 0.25, within(EXACT));
            assertThat(found.high()).isEqualTo(0.7 + Math.sqrt(0.02) / 2, within(EXACT));
            assertThat(found.standardError()).isEqualTo(Math.sqrt(0.02) / 2, within(EXACT));
            assertThat(found.n()).isEqualTo(20);
            assertThat(found.method()).isEqualTo(Method.MOVER);
        });
    }

    @Test
    void oneFigureIsItsOwnMean() {
        assertThat(IndependentMean.of(List.of(figure(0.5, 0.2, 0.6)), 0.95))
                .isInstanceOfSatisfying(Estimate.class, found -> {
                    assertThat(found.low()).isEqualTo(0.2, within(EXACT));
                    assertThat(found.high()).isEqualTo(0.6, within(EXACT));
                    assertThat(found.method()).isEqualTo(Method.WILSON);
                });
    }

    @Test
    void whereOneIsMissingThereIsNoMean() {
        NoFigure none = new NoFigure(NoFigure.Reason.NO_ITEMS, "nothing graded");

        assertThat(IndependentMean.of(List.of(figure(0.5, 0.2, 0.6), none), 0.95))
                .isEqualTo(none);
        assertThat(IndependentMean.of(List.of(), 0.95)).isInstanceOf(NoFigure.class);
        assertThat(IndependentMean.of(List.of(figure(0.5, 0.2, 0.6), Estimate.bare(1, 0.95, 1, 1)), 0.95))
                .isInstanceOfSatisfying(
                        Estimate.class, found -> assertThat(found.low()).isNull());
    }

    @Test
    void itCoversTheMeanOfSharesAsOftenAsItSays() {
        Random random = new Random(7);
        double[] shares = {0.5, 0.9, 0.97};
        int covered = 0;
        int runs = 2_000;
        for (int run = 0; run < runs; run++) {
            List<Figure> figures = new ArrayList<>();
            for (double share : shares) {
                double[] values =
                        random.doubles(30).map(drawn -> drawn < share ? 1 : 0).toArray();
                figures.add(Rate.of(values, Clusters.each(values.length), 0.95));
            }
            Estimate found = (Estimate) IndependentMean.of(figures, 0.95);
            double truth = (0.5 + 0.9 + 0.97) / 3;
            covered += found.low() <= truth && truth <= found.high() ? 1 : 0;
        }
        assertThat(covered / (double) runs).isBetween(0.93, 0.98);
    }
}
