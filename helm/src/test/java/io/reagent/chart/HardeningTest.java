package io.reagent.chart;

import static io.reagent.chart.Yaml.at;
import static io.reagent.chart.Yaml.list;
import static io.reagent.chart.Yaml.map;
import static io.reagent.chart.Yaml.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What pods may do, and how services stop. */
class HardeningTest {
    private static final List<String> SERVICES =
            List.of("rrm-api", "policy-api", "training-coordinator", "eval-service");

    private final Chart chart = Chart.of(Everything.SETTINGS);

    @Test
    void noPodHasATokenOrSharesMoreThanItMust() {
        for (Object pod : chart.pods()) {
            assertThat(at(pod, "spec", "automountServiceAccountToken")).isEqualTo(false);
            assertThat(at(pod, "spec", "enableServiceLinks")).isEqualTo(false);
            assertThat(map(pod, "spec")).doesNotContainKeys("hostNetwork", "hostPID", "hostIPC");
        }
    }

    @Test
    void ourContainersRunAsANumberOnARootThatTheyCannotWrite() {
        for (Object pod : chart.pods()) {
            for (Object container : Chart.containers(pod)) {
                if (text(container, "image").startsWith("reagent/")) {
                    assertThat(at(pod, "spec", "securityContext", "runAsUser")).isEqualTo(10001);
                    assertThat(at(container, "securityContext", "readOnlyRootFilesystem"))
                            .isEqualTo(true);
                    assertThat(at(container, "securityContext", "allowPrivilegeEscalation"))
                            .isEqualTo(false);
                    assertThat(list(container, "securityContext", "capabilities", "drop")
                                    .toString())
                            .isEqualTo("[ALL]");
                    assertThat(map(container, "resources")).containsKeys("requests", "limits");
                }
            }
        }
    }

    @Test
    void aServiceHasLongerToStopThanItTakes() {
        for (String name : SERVICES) {
            String kind = name.equals("policy-api") ? "StatefulSet" : "Deployment";
            Object pod = map(chart.find(kind, "demo-reagent-" + name), "spec", "template");
            int before =
                    Integer.parseInt(list(Chart.containers(pod).getFirst(), "lifecycle", "preStop", "exec", "command")
                            .get(1)
                            .toString());
            // spring.lifecycle.timeout-per-shutdown-phase
            assertThat((Integer) at(pod, "spec", "terminationGracePeriodSeconds"))
                    .isGreaterThan(before + 45);
        }
    }

    @Test
    void whatAgentsWriteReachesNothing() {
        Object policy = chart.find("NetworkPolicy", "demo-reagent-python-sandbox");
        assertThat(list(policy, "spec", "policyTypes").toString()).isEqualTo("[Ingress, Egress]");
        assertThat(map(policy, "spec")).doesNotContainKey("egress");
    }

    @Test
    void aDatabaseHasOnePolicyHost() {
        Object set = chart.find("StatefulSet", "demo-reagent-policy-api");
        assertThat(at(set, "spec", "replicas")).isEqualTo(1);
        assertThat(at(set, "spec", "podManagementPolicy")).isEqualTo("OrderedReady");
    }

    @Test
    void migrationsComeFirstAndReadASecretThatIsThere() {
        Object job = chart.find("Job", "demo-reagent-migrator");
        assertThat(text(job, "metadata", "annotations", Chart.HOOK)).isEqualTo("pre-install,pre-upgrade");
        Object secret = chart.find("Secret", "demo-reagent-migrator");
        assertThat(text(secret, "metadata", "annotations", Chart.HOOK)).isEqualTo("pre-install,pre-upgrade");
        assertThat(text(secret, "metadata", "annotations", Chart.HOOK + "-weight"))
                .isEqualTo("-10");
    }
}
