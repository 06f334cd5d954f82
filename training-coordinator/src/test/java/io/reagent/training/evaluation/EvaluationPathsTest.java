package io.reagent.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationPathsTest {
    private static String there(String path) {
        return EvaluationPaths.there(URI.create("http://localhost:8083" + path));
    }

    @Test
    void whatTheConsoleNeedsIsPassedWithItsQueryAsItWasSent() {
        assertThat(there("/services/evaluation/v1/evaluations")).isEqualTo("/v1/evaluations");
        assertThat(there("/services/evaluation/v1/evaluations/grid?arm=a%3Ab&policy=x%2F..%2Fy"))
                .isEqualTo("/v1/evaluations/grid?arm=a%3Ab&policy=x%2F..%2Fy");
        assertThat(there("/services/evaluation/v1/evaluations/0198/pass-at-k.svg"))
                .isEqualTo("/v1/evaluations/0198/pass-at-k.svg");
        assertThat(there("/services/evaluation/v1/judge-evaluations/0198/items/3"))
                .isEqualTo("/v1/judge-evaluations/0198/items/3");
        assertThat(there("/services/evaluation/v1/benchmarks/2wiki..x")).isEqualTo("/v1/benchmarks/2wiki..x");
        assertThat(there("/services/evaluation/v1/labels")).isEqualTo("/v1/labels");
        assertThat(there("/services/evaluation/v1/preferences/summary")).isEqualTo("/v1/preferences/summary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/services/evaluation",
                "/services/evaluation/",
                "/services/evaluation/actuator/env",
                "/services/evaluation/v1/evaluationsx",
                "/services/evaluation/v2/evaluations",
                "/services/evaluation/v1/evaluations/",
                "/services/evaluation/v1/evaluations//x",
                "/services/evaluation/v1/evaluations/../../actuator/env",
                "/services/evaluation/v1/evaluations/..",
                "/services/evaluation/v1/evaluations/.",
                "/services/evaluation/v1/evaluations/%2e%2e/%2e%2e/actuator",
                "/services/evaluation/v1/evaluations/..%2f..%2factuator",
                "/services/evaluation/v1/evaluations/%252e%252e",
                "/services/evaluation/v1/evaluations/..;/actuator",
                "/services/evaluation/v1/evaluations/a;b=c",
                "/services/evaluation/v1/evaluations/a%00",
                "/services/evaluation/v1/evaluations@elsewhere/x",
                "/services/evaluation@elsewhere/v1/evaluations",
                "/services/evaluation/../evaluation/v1/evaluations",
                "/services/evaluations/v1/evaluations",
                "/SERVICES/evaluation/v1/evaluations"
            })
    void nothingElseIs(String path) {
        assertThat(there(path)).isNull();
    }

    @Test
    void whatItPointsToIsFoundHere() {
        assertThat(EvaluationPaths.here("/v1/evaluations/0198")).isEqualTo("/services/evaluation/v1/evaluations/0198");
        assertThat(EvaluationPaths.here("https://elsewhere/v1/x")).isEqualTo("https://elsewhere/v1/x");
    }
}
