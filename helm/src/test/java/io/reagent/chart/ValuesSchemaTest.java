package io.reagent.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** values.schema.json is made from values.yaml: its keys are all there are, and their defaults say of what type they are. */
class ValuesSchemaTest {
    private static final Path SCHEMA = Chart.DIRECTORY.resolve("values.schema.json");
    private static final String WRITE = "chart.write";
    private static final String COMMAND = "mvn -pl helm -am package -Dtest=ValuesSchemaTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true";

    /** Whose keys are Kubernetes' or the user's. */
    private static final Set<String> OPEN =
            Set.of("podSecurityContext", "securityContext", "resources", "headResources", "workerResources", "labels");

    private static final Map<String, List<String>> WORDS = Map.of(
            "accelerator", List.of("cpu", "cuda"),
            "pullPolicy", List.of("Always", "IfNotPresent", "Never"),
            "type", List.of("ClusterIP", "NodePort", "LoadBalancer"),
            "whenUnsatisfiable", List.of("ScheduleAnyway", "DoNotSchedule"));

    @Test
    void isMadeFromTheValues() throws IOException {
        Object values = new org.yaml.snakeyaml.Yaml().load(Files.readString(Chart.DIRECTORY.resolve("values.yaml")));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.putAll(of("", values));
        String written = JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(schema)
                + "\n";
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(SCHEMA, written);
        }
        assertThat(SCHEMA).as("write it anew: " + COMMAND).content().isEqualTo(written);
    }

    private static Map<String, Object> of(String name, @Nullable Object value) {
        Map<String, Object> schema = new LinkedHashMap<>();
        switch (value) {
            case Map<?, ?> map -> {
                schema.put("type", "object");
                if (!map.isEmpty() && !OPEN.contains(name)) {
                    Map<String, Object> properties = new LinkedHashMap<>();
                    map.forEach((key, of) -> properties.put(key.toString(), of(key.toString(), of)));
                    schema.put("properties", properties);
                    schema.put("additionalProperties", false);
                }
            }
            case List<?> list -> schema.put("type", "array");
            case Boolean bool -> schema.put("type", "boolean");
            case Integer integer -> {
                schema.put("type", "integer");
                schema.put("minimum", 0);
            }
            case null, default -> {
                schema.put("type", "string");
                if (WORDS.containsKey(name)) {
                    schema.put("enum", WORDS.get(name));
                }
            }
        }
        return schema;
    }
}
