package io.reagent.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceTest {
    @Test
    void additionGoesDigitByDigitFromTheRightWithItsCarry() {
        assertThat(Trace.addition(48, 57)).isEqualTo("48+57: 8+7=15, 4+5+1=10: 105");
        assertThat(Trace.addition(312, 9)).isEqualTo("312+9: 2+9=11, 1+0+1=2, 3+0=3: 321");
    }

    @Test
    void theScoreIsTheProductOfTheFactors() {
        Trace trace = new Trace("age of Tolvar");
        trace.flaw(FlawType.CONTRADICTION, 3, false);
        trace.flaw(FlawType.MISREAD_RESULT, 1, true);
        assertThat(trace.score()).isEqualTo(0.14);
        assertThat(trace.close(2)).endsWith("Flaws: 1 misread result mended 0.70, A contradiction 0.20: 0.14");
    }

    @Test
    void comparisonPutsPiecesInTurnAndMarksTheDifferent() {
        assertThat(Trace.compare("54", "54")).isEqualTo("5544");
        assertThat(Trace.compare("54", "56")).isEqualTo("5546!");
        assertThat(Trace.compare("361", "62")).isEqualTo("3-!6612!");
        assertThat(Trace.compare("Zortar", "Zorjun")).isEqualTo("Zorzortarjun!");
        assertThat(Trace.compare("Vektol", "Miltolbes")).isEqualTo("Vekmil!toltol-bes!");
    }
}
