package io.reagent.chart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot work is said before anything is installed. */
class RefusalsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apiKey.value=                                 | apiKey is not set",
                "apiKey.value=a\\,b                            | apiKey.value has a comma",
                "apiKey.secretKeyRef.name=s                    | apiKey has a value and a secretKeyRef",
                "fenceSecret.value=                            | fenceSecret is not set",
                "database.host=                                | the chart brings no database of its own",
                "database.password.value=                      | database.password is not set",
                "database.cloudNativePg.enabled=true           | the operator gives both",
                "policyApi.replicas=2                          | one process has a database's policies",
                "rrmApi.autoscaling.maxReplicas=1              | the smaller comes first",
                "vllm.enabled=true                             | there is no modelCache",
                "pythonSandbox.enabled=true                    | pythonSandbox.image is not set",
                "skyrl.enabled=true                            | skyrl.image is not set",
                "policyApi.enabled=false                       | trainingCoordinator has no Tinker server",
                "trainingCoordinator.policyUrl=https://tinker  | networkPolicy.trainer is empty",
                "ingress.enabled=true                          | names no host",
                "gateway.enabled=true                          | without parentRefs",
                "callerKeys.secretKeyRef.name=s                | names the Secret s and no key in it",
                "evalService.env.REAGENT_EVAL_BENCHMARKS_IMPORT_FROM=/data | a file imported by one would be missing",
            })
    void isSaidInASentence(String setting, String sentence) {
        Map<String, String> settings = new HashMap<>(Chart.LEAST);
        String[] parts = setting.strip().split("=", 2);
        settings.put(parts[0], parts[1]);
        assertThatThrownBy(() -> Chart.of(settings)).hasMessageContaining(sentence);
    }

    @Test
    void twoScalersAreRefused() {
        Map<String, String> settings = new HashMap<>(Chart.LEAST);
        settings.put("rrmApi.autoscaling.hpa.enabled", "true");
        settings.put("rrmApi.autoscaling.keda.enabled", "true");
        assertThatThrownBy(() -> Chart.of(settings)).hasMessageContaining("two would pull at the replicas");
    }

    @ParameterizedTest
    @CsvSource({"rrmApi.replica,3", "rrmApi.accelerator,tpu", "database.port,five", "networkPolicy.enable,true"})
    void whatTheSchemaDoesNotKnowIsRefused(String setting, String value) {
        Map<String, String> settings = new HashMap<>(Chart.LEAST);
        settings.put(setting, value);
        assertThatThrownBy(() -> Chart.of(settings))
                .hasMessageContaining("schema")
                .hasMessageContaining(setting.substring(setting.indexOf('.') + 1));
    }
}
