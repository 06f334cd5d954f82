package io.reagent.chart;

import static io.reagent.chart.Yaml.at;
import static io.reagent.chart.Yaml.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers outside the release are reached by the service that asks them, where values say where they are. */
class EgressTest {
    private static final int PORT = 8443;

    @ParameterizedTest
    @CsvSource({
        "judges, rrm-api",
        "tools, policy-api",
        "trainer, training-coordinator",
        "graders, eval-service",
    })
    void isOpenedForTheServiceThatAsks(String value, String service) {
        Map<String, String> settings = new HashMap<>(Chart.LEAST);
        settings.put("networkPolicy." + value + "[0].ports[0].port", "" + PORT);
        Chart chart = Chart.of(settings);

        for (Object policy : chart.kind("NetworkPolicy")) {
            boolean open = list(policy, "spec", "egress").stream()
                    .flatMap(rule -> list(rule, "ports").stream())
                    .anyMatch(port -> ((Number) at(port, "port")).intValue() == PORT);
            assertThat(open).as(Chart.name(policy)).isEqualTo(Chart.name(policy).equals("demo-reagent-" + service));
        }
    }

    @Test
    void aTinkerServerElsewhereIsTakenWithItsRuleOrWithoutPolicies() {
        Map<String, String> settings = new HashMap<>(Chart.LEAST);
        settings.put("trainingCoordinator.policyUrl", "https://tinker.example");
        settings.put("networkPolicy.trainer[0].ports[0].port", "443");
        assertThat(Chart.of(settings).rendered()).contains("https://tinker.example");

        settings.remove("networkPolicy.trainer[0].ports[0].port");
        settings.put("networkPolicy.enabled", "false");
        assertThat(Chart.of(settings).rendered()).contains("https://tinker.example");
    }
}
