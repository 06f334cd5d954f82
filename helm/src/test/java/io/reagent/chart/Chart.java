package io.reagent.chart;

import static io.reagent.chart.Yaml.at;
import static io.reagent.chart.Yaml.list;
import static io.reagent.chart.Yaml.map;
import static io.reagent.chart.Yaml.text;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The manifests that the chart makes of some values.
 *
 * @param rendered as Helm writes them
 */
record Chart(String rendered, List<Object> manifests) {
    static final Path DIRECTORY = Path.of("reagent");
    private static final Path VALUES = Path.of("values");

    /** The chart with hooks that are plain manifests, since this Helm leaves hooks out of what it renders. */
    private static final Path UNHOOKED = unhooked();

    /** What a hook's annotations are called there. */
    static final String HOOK = "unhooked/hook";

    /** What has to be set, and nothing else. */
    static final Map<String, String> LEAST = Map.of(
            "apiKey.value", "k",
            "fenceSecret.value", "f",
            "database.host", "postgres",
            "database.password.value", "p");

    /** Every file of example values, by its name. */
    static List<String> examples() {
        try (Stream<Path> files = Files.list(VALUES)) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Chart example(String name) {
        return read(command().withValuesFile(VALUES.resolve(name + ".yaml")));
    }

    /** With what has to be set, and a file of values. */
    static Chart of(Path values) {
        TemplateCommand command = command();
        LEAST.forEach(command::set);
        return read(command.withValuesFile(values));
    }

    static Chart of(Map<String, String> settings) {
        TemplateCommand command = command();
        settings.forEach(command::set);
        return read(command);
    }

    private static TemplateCommand command() {
        return new Helm(UNHOOKED)
                .template()
                .withName("demo")
                .withNamespace("lab")
                .withKubeVersion("1.33.0");
    }

    private static Path unhooked() {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            Path copy = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "unhooked");
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(DIRECTORY.relativize(file));
                Files.createDirectories(to.getParent());
                Files.writeString(to, Files.readString(file).replace("helm.sh/hook", HOOK));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Chart read(TemplateCommand command) {
        List<Object> manifests = new ArrayList<>();
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        String rendered = command.call();
        new org.yaml.snakeyaml.Yaml(new SafeConstructor(strict))
                .loadAll(rendered)
                .forEach(manifest -> {
                    if (manifest != null) {
                        manifests.add(manifest);
                    }
                });
        return new Chart(rendered, List.copyOf(manifests));
    }

    List<Object> kind(String kind) {
        return manifests.stream()
                .filter(manifest -> kind.equals(at(manifest, "kind")))
                .toList();
    }

    @Nullable Object find(String kind, String name) {
        return kind(kind).stream()
                .filter(manifest -> name.equals(at(manifest, "metadata", "name")))
                .findFirst()
                .orElse(null);
    }

    /** Everything that becomes a pod, as its metadata and spec. */
    List<Object> pods() {
        List<Object> pods = new ArrayList<>(kind("Pod"));
        for (String kind : List.of("Deployment", "StatefulSet", "Job")) {
            kind(kind).forEach(manifest -> pods.add(map(manifest, "spec", "template")));
        }
        for (Object cluster : kind("RayCluster")) {
            pods.add(map(cluster, "spec", "headGroupSpec", "template"));
            list(cluster, "spec", "workerGroupSpecs").forEach(group -> pods.add(map(group, "template")));
        }
        return pods;
    }

    /** The pods that a selector of labels chooses; Ray's own labels it gives itself. */
    List<Object> selected(Map<?, ?> labels) {
        return pods().stream()
                .filter(pod -> labels.entrySet().stream()
                        .allMatch(label -> label.getKey().toString().startsWith("ray.io/")
                                || label.getValue()
                                        .equals(map(pod, "metadata", "labels").get(label.getKey()))))
                .toList();
    }

    static List<?> containers(Object pod) {
        return list(pod, "spec", "containers");
    }

    /** The container's variables that are written out. */
    static List<Map<?, ?>> variables(Object container) {
        List<Map<?, ?>> variables = new ArrayList<>();
        list(container, "env").forEach(variable -> variables.add(map(variable)));
        return variables;
    }

    static String name(Object manifest) {
        return text(manifest, "metadata", "name");
    }
}
