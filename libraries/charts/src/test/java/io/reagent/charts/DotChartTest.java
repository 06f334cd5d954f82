package io.reagent.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.StringReader;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Pictures that are well-formed, the same each time, and have what was drawn. */
class DotChartTest {
    private static final List<Dot> DOTS = List.of(new Dot(0, 0.4, 0.3, 0.5), new Dot(1, 0.5, 0.5, 0.5));

    private static Document parse(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        // the document type is on another host
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static DotChart over(String title) {
        return DotChart.over(title, "k", "share").between(0, 1);
    }

    @Test
    void theSameCallsDrawTheSameBytes() {
        assertThat(over("t").line("a", DOTS).svg())
                .isEqualTo(over("t").line("a", DOTS).svg());
    }

    @Test
    void aTitleIsTextWhateverItSays() throws Exception {
        Document svg = parse(
                over("</title><script>x()</script> & \u0007").line("a", DOTS).svg());

        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("</title><script>x()</script> &  ");
    }

    @Test
    void anIntervalIsDrawnWhereThereIsOne() {
        String with = over("t").dots("a", DOTS).svg();
        String without = over("t")
                .dots("a", List.of(new Dot(0, 0.4, 0.4, 0.4), DOTS.get(1)))
                .svg();

        assertThat(with.length()).isGreaterThan(without.length());
        assertThat(with).contains("rgb(255,255,255)");
    }

    @Test
    void everyRowAndColumnHasItsName() {
        for (int names : new int[] {1, 2, 7, 19}) {
            List<String> blank = Collections.nCopies(names, " ");
            List<String> named = Collections.nCopies(names, "m");

            // the outline of an m is closed once
            assertThat(outlines(DotChart.columns("t", named, "b", "y").between(0, 1)))
                    .as("%d columns", names)
                    .isEqualTo(outlines(DotChart.columns("t", blank, "b", "y").between(0, 1)) + names);
            assertThat(outlines(DotChart.rows("t", "x", named)))
                    .as("%d rows", names)
                    .isNotEqualTo(outlines(DotChart.rows("t", "x", blank)));
        }
    }

    private static long outlines(DotChart chart) {
        return chart.dots("a", DOTS).svg().chars().filter(c -> c == 'Z').count();
    }

    @Test
    void whatCannotBeDrawnIsSaidSo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> over("t").line("a", List.of()).svg());
        assertThatIllegalArgumentException().isThrownBy(() -> new Dot(0, Double.NaN, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Dot(0, 0, 1, 0));
    }
}
