package io.reagent.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.database.DatabaseProperties;
import io.reagent.kit.security.ApiKeyProperties;
import io.reagent.rrm.setup.JudgesProperties;
import io.reagent.training.setup.DatasetsProperties;
import io.reagent.training.setup.TrainingProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.yaml.snakeyaml.Yaml;

/** The manifests of docs/scaling name what the services really read, and lead to each other. */
class ScalingManifestsTest {
    private static final Path DIRECTORY = Path.of("../docs/scaling");
    private static final String SECRET = "from-a-secret";

    @Test
    void theCoordinatorFindsPolicyJudgeAndDatabase() throws IOException {
        Map<String, Object> variables = variables("training-coordinator");
        Binder binder = binder(variables);

        TrainingProperties training = binder.bindOrCreate("reagent.training", TrainingProperties.class);
        assertThat(training)
                .isEqualTo(new TrainingProperties(
                        URI.create("http://skyrl-tinker:8000"),
                        null,
                        URI.create("http://rrm-api:8081"),
                        SECRET,
                        Path.of("/models"),
                        512,
                        256,
                        Duration.ofMinutes(30)));
        assertThat(binder.bindOrCreate("reagent.training.datasets", DatasetsProperties.class)
                        .directories())
                .containsExactly(Path.of("/data"));
        requireDatabase(binder);
        requireKey(binder);
        assertThat(variables.keySet().stream().filter(name -> name.startsWith("REAGENT_TRAINING_")))
                .as("each of them was bound above")
                .hasSize(8);
        assertThat(served(training.policyUrl())).isEqualTo("tinker");
        assertThat(served(training.judgeUrl())).isEqualTo("http");
    }

    @Test
    void theJudgeFindsItsModel() throws IOException {
        Binder binder = binder(variables("rrm-api"));

        JudgesProperties judges = binder.bindOrCreate("reagent", JudgesProperties.class);
        assertThat(judges.defaultJudge()).isEqualTo("rrm");
        assertThat(judges.fenceSecret()).isEqualTo(SECRET);
        assertThat(judges.judges()).containsOnlyKeys("rrm");
        assertThat(String.valueOf(judges.judges().get("rrm")))
                .contains("http://rrm-vllm:8000/v1", "agent-rrm")
                .containsIgnoringCase("openai");
        requireKey(binder);
        requireDatabase(binder);
        assertThat(served(URI.create("http://rrm-vllm:8000"))).isEqualTo("http");
    }

    @Test
    void everyServiceListensWhereItsProbesAskAndItsServiceLeads() throws IOException {
        for (String name : List.of("training-coordinator", "rrm-api")) {
            Map<?, ?> container = container(name);
            Object port = at(list(container, "ports").getFirst(), "containerPort");
            assertThat(variables(name)).containsEntry("SERVER_PORT", String.valueOf(port));
            assertThat(at(container, "readinessProbe", "httpGet", "path")).isEqualTo("/actuator/health/readiness");
            assertThat(at(container, "livenessProbe", "httpGet", "path")).isEqualTo("/actuator/health/liveness");
            assertThat(served(URI.create("http://" + name + ":" + port))).isEqualTo("http");
        }
    }

    /** Without one a service serves its own pod alone. */
    private static void requireKey(Binder binder) {
        assertThat(binder.bindOrCreate("reagent.security", ApiKeyProperties.class)
                        .apiKeys())
                .containsExactly(SECRET);
    }

    private static void requireDatabase(Binder binder) {
        DatabaseProperties database = binder.bindOrCreate("reagent.database", DatabaseProperties.class);
        assertThat(database.url()).isEqualTo("r2dbc:postgresql://postgres:5432/reagent");
        assertThat(database.username()).isEqualTo("reagent");
        assertThat(database.password()).isEqualTo(SECRET);
        assertThat(database.isEmbedded()).isFalse();
    }

    private static Binder binder(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource("systemEnvironment", variables));
        return Binder.get(environment);
    }

    /** A container's variables; what comes from a secret has a value that stands for it. */
    private static Map<String, Object> variables(String name) throws IOException {
        Map<String, Object> variables = new LinkedHashMap<>();
        for (Object variable : list(container(name), "env")) {
            Object value = at(variable, "value");
            variables.put(String.valueOf(at(variable, "name")), value == null ? SECRET : String.valueOf(value));
        }
        return variables;
    }

    private static Map<?, ?> container(String name) throws IOException {
        return (Map<?, ?>) documents("Deployment").stream()
                .flatMap(document -> list(at(document, "spec", "template", "spec"), "containers").stream())
                .filter(container -> name.equals(at(container, "name")))
                .findFirst()
                .orElseThrow();
    }

    /** The container's port that a URL leads to, by its name. */
    private static Object served(URI url) throws IOException {
        Object service = documents("Service").stream()
                .filter(document -> url.getHost().equals(at(document, "metadata", "name")))
                .findFirst()
                .orElseThrow();
        return list(at(service, "spec"), "ports").stream()
                .filter(port -> Integer.valueOf(url.getPort()).equals(at(port, "port")))
                .map(port -> at(port, "targetPort"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Object> documents(String kind) throws IOException {
        List<Object> documents = new ArrayList<>();
        for (String file : List.of("judge.yaml", "training.yaml")) {
            new Yaml().loadAll(Files.readString(DIRECTORY.resolve(file))).forEach(documents::add);
        }
        return documents.stream()
                .filter(document -> kind.equals(at(document, "kind")))
                .toList();
    }

    private static List<?> list(Object of, String field) {
        return (List<?>) at(of, field);
    }

    private static Object at(Object of, String... path) {
        Object at = of;
        for (String field : path) {
            at = ((Map<?, ?>) at).get(field);
        }
        return at;
    }
}
