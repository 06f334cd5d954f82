package io.reagent.chart;

import java.util.HashMap;
import java.util.Map;

/** Settings that turn on whatever can be on together. */
final class Everything {
    static final Map<String, String> SETTINGS = settings();

    private Everything() {}

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Chart.LEAST);
        settings.putAll(Map.of(
                "callerKeys.value", "a\\,b",
                "pythonSandbox.enabled", "true",
                "pythonSandbox.image", "sandbox:1",
                "vllm.enabled", "true",
                "modelCache.image", "registry.example/models:1",
                "rrmApi.autoscaling.hpa.enabled", "true",
                "rrmApi.accelerator", "cuda",
                "rrmApi.sharedMemory", "1Gi"));
        settings.putAll(Map.of(
                "skyrl.enabled", "true",
                "skyrl.image", "skyrl:1",
                "skyrl.checkpointsClaim", "checkpoints",
                "skyrl.databaseUrl.value", "postgresql://skyrl",
                "policyApi.checkpoints.existingClaim", "weights",
                "trainingCoordinator.datasets.existingClaim", "datasets",
                "evalService.benchmarks.existingClaim", "benchmarks"));
        settings.putAll(Map.of(
                "ingress.enabled", "true",
                "ingress.hosts.rrmApi", "judge.example",
                "ingress.hosts.trainingCoordinator", "console.example",
                "ingress.tlsSecret", "tls",
                "gateway.enabled", "true",
                "gateway.parentRefs[0].name", "lab",
                "gateway.hosts.policyApi", "policy.example",
                "monitoring.serviceMonitor.enabled", "true",
                "monitoring.prometheusRule.enabled", "true",
                "monitoring.dashboards.enabled", "true"));
        return Map.copyOf(settings);
    }
}
