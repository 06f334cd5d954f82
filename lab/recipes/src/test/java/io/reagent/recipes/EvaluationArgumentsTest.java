package io.reagent.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationArgumentsTest {
    @Test
    void valuesGoByPositionWhereverTheOptionStands() {
        EvaluationArguments arguments = EvaluationArguments.of("models/one", "--json", "40");

        assertThat(arguments.text(0, "")).isEqualTo("models/one");
        assertThat(arguments.count(1, 300)).isEqualTo(40);
        assertThat(arguments.number(2, 0.7)).isEqualTo(0.7);
        assertThat(arguments.told()).isSameAs(System.err);
        assertThat(EvaluationArguments.of("models/one").told()).isSameAs(System.out);
    }

    @Test
    void theReportIsLeftWhereItIsWanted(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("report.json");

        EvaluationArguments.of("models/one", file.toString()).report(Map.of("pass", 0.5), 1);
        EvaluationArguments.of("models/one").report(Map.of("pass", 0.5), 1);

        assertThat(file).content().isEqualToIgnoringWhitespace("{\"pass\": 0.5}");
    }
}
