package io.reagent.policy.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

class HostingPropertiesTest {
    private static final String MODELS = "reagent.policy.base-models.";

    @TempDir
    private Path checkpoint;

    /** What a user sets, above what ships. */
    private HostingProperties beside(Map<String, String> properties) throws IOException {
        Map<String, String> all = new HashMap<>();
        Properties shipped =
                PropertiesLoaderUtils.loadProperties(new ClassPathResource("io/reagent/policy/policy-api.properties"));
        shipped.stringPropertyNames().forEach(name -> all.put(name, shipped.getProperty(name)));
        all.put(MODELS + "policy-tiny.directory", checkpoint.toString());
        all.putAll(properties);
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("reagent.policy", HostingProperties.class);
    }

    @Test
    void aNamedModelStandsBesideTheShippedOne() throws IOException {
        assertThat(beside(Map.of()).baseModels()).containsOnlyKeys("policy-tiny");
        assertThat(beside(Map.of(MODELS + "mine.directory", "d")).baseModels()).containsOnlyKeys("mine", "policy-tiny");
    }

    @Test
    void aModelIsTakenOutByName() throws IOException {
        assertThat(beside(Map.of(MODELS + "mine.directory", "d", MODELS + "policy-tiny.enabled", "false"))
                        .baseModels())
                .containsOnlyKeys("mine");
        assertThatThrownBy(() -> beside(Map.of(MODELS + "policy-tini.enabled", "false")))
                .hasStackTraceContaining("there is none to take out");
    }

    @Test
    void theShippedModelIsLeftOutWhereItIsNotAndThereIsAnother() throws IOException {
        String nowhere = checkpoint.resolve("nowhere").toString();
        assertThat(beside(Map.of(MODELS + "mine.directory", "d", MODELS + "policy-tiny.directory", nowhere))
                        .baseModels())
                .containsOnlyKeys("mine");
        assertThat(beside(Map.of(MODELS + "policy-tiny.directory", nowhere)).baseModels())
                .containsOnlyKeys("policy-tiny");
    }
}
