package io.reagent.chart;

import static io.reagent.chart.Yaml.at;
import static io.reagent.chart.Yaml.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service's {@code env} reaches its container as it was written. */
class EnvironmentTest {

    @Test
    void keepsNumbersWordsAndTexts(@TempDir Path directory) throws IOException {
        Path values = Files.writeString(directory.resolve("values.yaml"), """
                evalService:
                  env:
                    MILLIONS: 2000000
                    BELOW: -3000000
                    NONE: 0
                    HALF: 0.5
                    WORD: true
                    TEXT: a b
                    DIGITS: "007"
                """);
        Object pods = Chart.of(values).find("Deployment", "demo-reagent-eval-service");
        Object container = Chart.containers(Yaml.map(pods, "spec", "template")).getFirst();
        Map<String, Object> variables = new HashMap<>();
        Chart.variables(container).forEach(variable -> variables.put(text(variable, "name"), at(variable, "value")));

        assertThat(variables)
                .containsEntry("MILLIONS", "2000000")
                .containsEntry("BELOW", "-3000000")
                .containsEntry("NONE", "0")
                .containsEntry("HALF", "0.5")
                .containsEntry("WORD", "true")
                .containsEntry("TEXT", "a b")
                .containsEntry("DIGITS", "007");
    }
}
