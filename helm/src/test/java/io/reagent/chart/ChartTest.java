package io.reagent.chart;

import static io.reagent.chart.Yaml.at;
import static io.reagent.chart.Yaml.list;
import static io.reagent.chart.Yaml.map;
import static io.reagent.chart.Yaml.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.settings.KnownSettings;
import io.reagent.kit.settings.Setting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manifests of every example name is there: selectors, ports, secrets, volumes, settings, services. */
class ChartTest {
    private static final List<Pattern> SETTINGS = KnownSettings.all().stream()
            .map(Setting::variable)
            .map(variable -> Pattern.compile(variable.replace("*", "[A-Z0-9_]+")))
            .toList();

    private static final Pattern URL = Pattern.compile("https?://(demo-[a-z-]+):(\\d+).*");

    static Stream<String> examples() {
        return Stream.concat(Chart.examples().stream(), Stream.of("least", "everything"));
    }

    private static Chart chart(String name) {
        return switch (name) {
            case "least" -> Chart.of(Chart.LEAST);
            case "everything" -> Chart.of(Everything.SETTINGS);
            default -> Chart.example(name);
        };
    }

    /** For lab/containers/charts, which holds what is written here against the schemas of Kubernetes. */
    @ParameterizedTest
    @MethodSource("examples")
    void isWritten(String example) throws IOException {
        Path directory = Files.createDirectories(Path.of("target/rendered"));
        Files.writeString(directory.resolve(example + ".yaml"), chart(example).rendered());
        assertThat(directory.resolve(example + ".yaml")).isNotEmptyFile();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyNameIsGivenOnce(String example) {
        Set<String> names = new HashSet<>();
        for (Object manifest : chart(example).manifests()) {
            assertThat(names.add(at(manifest, "kind") + " " + Chart.name(manifest)))
                    .as("%s %s", at(manifest, "kind"), Chart.name(manifest))
                    .isTrue();
            assertThat(Chart.name(manifest)).hasSizeLessThan(64);
            assertThat(at(manifest, "metadata", "namespace")).isEqualTo("lab");
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void selectorsChoosePodsOfOneComponent(String example) {
        Chart chart = chart(example);
        for (String kind : List.of("Deployment", "StatefulSet", "PodDisruptionBudget")) {
            for (Object manifest : chart.kind(kind)) {
                assertThat(chart.selected(map(manifest, "spec", "selector", "matchLabels")))
                        .as("%s %s", kind, Chart.name(manifest))
                        .hasSize(1);
            }
        }
        for (Object service : chart.kind("Service")) {
            assertThat(chart.selected(map(service, "spec", "selector")))
                    .as("Service %s", Chart.name(service))
                    .hasSize(1);
        }
        for (Object policy : chart.kind("NetworkPolicy")) {
            assertThat(chart.selected(map(policy, "spec", "podSelector", "matchLabels")))
                    .as("NetworkPolicy %s", Chart.name(policy))
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void servicesAndProbesLeadToPortsOfTheirPods(String example) {
        Chart chart = chart(example);
        for (Object service : chart.kind("Service")) {
            Object pod = chart.selected(map(service, "spec", "selector")).getFirst();
            for (Object port : list(service, "spec", "ports")) {
                assertThat(ports(pod)).containsKey(text(port, "targetPort"));
            }
        }
        for (Object pod : chart.pods()) {
            for (Object container : Chart.containers(pod)) {
                for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                    Object port = at(container, probe, "httpGet", "port");
                    if (port != null) {
                        assertThat(ports(pod)).containsKey(port.toString());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void networkPoliciesOpenPortsThatAreServed(String example) {
        Chart chart = chart(example);
        for (Object policy : chart.kind("NetworkPolicy")) {
            Object pod = chart.selected(map(policy, "spec", "podSelector", "matchLabels"))
                    .getFirst();
            for (Object rule : list(policy, "spec", "ingress")) {
                list(rule, "ports").forEach(port -> assertThat(ports(pod).values())
                        .as(Chart.name(policy))
                        .contains(at(port, "port")));
            }
            for (Object rule : list(policy, "spec", "egress")) {
                for (Object peer : list(rule, "to")) {
                    Map<?, ?> labels = map(peer, "podSelector", "matchLabels");
                    if (labels.containsKey("app.kubernetes.io/component")) {
                        Object target = chart.selected(labels).getFirst();
                        list(rule, "ports")
                                .forEach(port -> assertThat(ports(target).values())
                                        .as(Chart.name(policy))
                                        .contains(at(port, "port")));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void whatIsMountedIsAVolume(String example) {
        for (Object pod : chart(example).pods()) {
            Set<Object> volumes = new HashSet<>(Set.of("checkpoints"));
            list(pod, "spec", "volumes").forEach(volume -> volumes.add(text(volume, "name")));
            for (Object container : Chart.containers(pod)) {
                list(container, "volumeMounts")
                        .forEach(mount -> assertThat(volumes).contains(text(mount, "name")));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void secretsOfTheChartHaveTheKeysThatAreRead(String example) {
        Chart chart = chart(example);
        for (Object pod : chart.pods()) {
            for (Object container : Chart.containers(pod)) {
                for (Map<?, ?> variable : Chart.variables(container)) {
                    Object key = at(variable, "valueFrom", "secretKeyRef");
                    if (key != null
                            && text(key, "name").startsWith("demo-reagent-")
                            && !text(key, "name").endsWith("-app")) {
                        Object secret = chart.find("Secret", text(key, "name"));
                        assertThat(map(secret, "data")).as("%s", key).containsKey(text(key, "key"));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyVariableIsASettingAndSetOnce(String example) {
        for (Object pod : chart(example).pods()) {
            for (Object container : Chart.containers(pod)) {
                Set<String> names = new HashSet<>();
                for (Map<?, ?> variable : Chart.variables(container)) {
                    String name = text(variable, "name");
                    assertThat(names.add(name))
                            .as("%s of %s", name, text(container, "name"))
                            .isTrue();
                    if (name.startsWith("REAGENT_") && !name.startsWith("REAGENT_DB_")) {
                        assertThat(SETTINGS).as(name).anyMatch(setting -> setting.matcher(name)
                                .matches());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void urlsLeadToServicesOfTheChart(String example) {
        Chart chart = chart(example);
        for (Object pod : chart.pods()) {
            for (Object container : Chart.containers(pod)) {
                for (Map<?, ?> variable : Chart.variables(container)) {
                    String value = String.valueOf(variable.get("value"));
                    if (URL.matcher(value).matches()) {
                        URI url = URI.create(value);
                        assertThat(served(chart, url)).as(value).isTrue();
                    }
                }
            }
        }
    }

    private static boolean served(Chart chart, URI url) {
        @Nullable Object service = chart.find("Service", url.getHost());
        return service != null
                && list(service, "spec", "ports").stream()
                        .anyMatch(port -> Integer.valueOf(url.getPort()).equals(at(port, "port")));
    }

    /** A pod's ports by their names. */
    private static Map<String, Object> ports(Object pod) {
        return Chart.containers(pod).stream()
                .flatMap(container -> list(container, "ports").stream())
                .collect(Collectors.toMap(
                        port -> text(port, "name"), port -> map(port).get("containerPort")));
    }
}
