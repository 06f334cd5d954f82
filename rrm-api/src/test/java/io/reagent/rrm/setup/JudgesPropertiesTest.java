package io.reagent.rrm.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.lm.decoder.WeightFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

class JudgesPropertiesTest {
    @TempDir
    private Path checkpoint;

    private static JudgesProperties bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("reagent", JudgesProperties.class);
    }

    /** What a user sets, above what ships. */
    private JudgesProperties beside(Map<String, String> properties) throws IOException {
        Map<String, String> all = new HashMap<>();
        Properties shipped =
                PropertiesLoaderUtils.loadProperties(new ClassPathResource("io/reagent/rrm/rrm-api.properties"));
        shipped.stringPropertyNames().forEach(name -> all.put(name, shipped.getProperty(name)));
        all.put("reagent.judges.rrm-tiny.directory", checkpoint.toString());
        all.putAll(properties);
        return bound(all);
    }

    @Test
    void withoutConfigurationTheShippedCheckpointJudges() throws IOException {
        JudgesProperties properties = beside(Map.of());
        assertThat(properties.judges()).containsOnlyKeys("rrm-tiny");
        assertThat(properties.judges().get("rrm-tiny")).isEqualTo(JudgeProperties.local(checkpoint));
        assertThat(properties.defaultJudge()).isEqualTo("rrm-tiny");
        assertThat(properties.fenceSecret()).isNull();
    }

    @Test
    void aNamedJudgeStandsBesideTheShippedOneAndJudgesByDefault() throws IOException {
        JudgesProperties properties = beside(openai("mine"));
        assertThat(properties.judges()).containsOnlyKeys("mine", "rrm-tiny");
        assertThat(properties.defaultJudge()).isEqualTo("mine");
    }

    @Test
    void amongSeveralNobodyJudgesByDefaultUnlessNamed() throws IOException {
        Map<String, String> two = new HashMap<>(openai("mine"));
        two.putAll(openai("other"));
        assertThat(beside(two).defaultJudge()).isNull();
        two.put("reagent.default-judge", "other");
        assertThat(beside(two).defaultJudge()).isEqualTo("other");
    }

    @Test
    void aJudgeIsTakenOutByName() throws IOException {
        Map<String, String> properties = new HashMap<>(openai("mine"));
        properties.put("reagent.judges.rrm-tiny.enabled", "false");
        assertThat(beside(properties).judges()).containsOnlyKeys("mine");
        assertThatThrownBy(() -> beside(Map.of("reagent.judges.rrm-tini.enabled", "false")))
                .hasStackTraceContaining("there is none to take out");
    }

    @Test
    void oneSettingOfTheShippedJudgeLeavesTheOthers() throws IOException {
        JudgeProperties judge = beside(Map.of("reagent.judges.rrm-tiny.temperature", "0.5"))
                .judges()
                .get("rrm-tiny");
        assertThat(judge.directory()).isEqualTo(checkpoint);
        assertThat(judge.temperature()).isEqualTo(0.5);
    }

    @Test
    void theShippedJudgeIsLeftOutWhereItIsNotAndAnotherJudges() throws IOException {
        Map<String, String> properties = new HashMap<>(openai("mine"));
        properties.put(
                "reagent.judges.rrm-tiny.directory",
                checkpoint.resolve("nowhere").toString());
        assertThat(beside(properties).judges()).containsOnlyKeys("mine");
        properties.putAll(openai("rrm-tiny"));
        assertThat(beside(properties).judges()).containsOnlyKeys("mine", "rrm-tiny");
        properties.keySet().removeIf(name -> name.startsWith("reagent.judges.mine"));
        properties.put("reagent.judges.rrm-tiny.kind", "local");
        assertThat(beside(properties).judges()).containsOnlyKeys("rrm-tiny");
    }

    private static Map<String, String> openai(String name) {
        String prefix = "reagent.judges." + name + ".";
        return Map.of(prefix + "kind", "openai", prefix + "model", "m", prefix + "base-url", "http://h:8000/v1");
    }

    @Test
    void aLocalJudgeNeedsOnlyItsDirectory() {
        JudgesProperties properties =
                bound(Map.of("reagent.judges.mine.kind", "local", "reagent.judges.mine.directory", "models/rrm-tiny"));
        assertThat(properties.judges().get("mine")).isEqualTo(JudgeProperties.local(Path.of("models/rrm-tiny")));
    }

    @Test
    void everySettingIsMapped() {
        JudgesProperties properties = bound(Map.ofEntries(
                Map.entry("reagent.default-judge", "big"),
                Map.entry("reagent.fence-secret", "secret"),
                Map.entry("reagent.judges.big.kind", "openai"),
                Map.entry("reagent.judges.big.template", "t.txt"),
                Map.entry("reagent.judges.big.temperature", "0.3"),
                Map.entry("reagent.judges.big.top-p", "0.9"),
                Map.entry("reagent.judges.big.max-tokens", "1400"),
                Map.entry("reagent.judges.big.timeout", "2m"),
                Map.entry("reagent.judges.big.attempts", "4"),
                Map.entry("reagent.judges.big.queue-capacity", "9"),
                Map.entry("reagent.judges.big.directory", "d"),
                Map.entry("reagent.judges.big.base-url", "http://h:8000/v1"),
                Map.entry("reagent.judges.big.model", "m"),
                Map.entry("reagent.judges.big.api-key", "k"),
                Map.entry("reagent.judges.big.concurrency", "5"),
                Map.entry("reagent.judges.big.device", "gpu:1"),
                Map.entry("reagent.judges.big.weights", "float16"),
                Map.entry("reagent.judges.big.batch", "10"),
                Map.entry("reagent.judges.big.cached-tokens", "11"),
                Map.entry("reagent.judges.big.drafts", "2"),
                Map.entry("reagent.judges.big.retries", "6"),
                Map.entry("reagent.judges.big.retry-delay", "7ms"),
                Map.entry("reagent.judges.big.connect-timeout", "8s"),
                Map.entry("reagent.judges.big.breaker-pause", "9s")));
        assertThat(properties.defaultJudge()).isEqualTo("big");
        assertThat(properties.fenceSecret()).isEqualTo("secret");
        assertThat(properties.judges().get("big"))
                .isEqualTo(new JudgeProperties(
                        true,
                        JudgeProperties.Kind.OPENAI,
                        Path.of("t.txt"),
                        0.3,
                        0.9,
                        1400,
                        Duration.ofMinutes(2),
                        4,
                        9,
                        Path.of("d"),
                        "gpu:1",
                        WeightFormat.FLOAT16,
                        10,
                        11,
                        2,
                        URI.create("http://h:8000/v1"),
                        "m",
                        "k",
                        5,
                        6,
                        Duration.ofMillis(7),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(9)));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> bound(Map.of("reagent.judges.x.kind", "openai", "reagent.judges.x.model", "m")))
                .hasStackTraceContaining("base-url is missing");
        assertThatThrownBy(() -> bound(Map.of("reagent.judges.x.kind", "local")))
                .hasStackTraceContaining("directory is missing");
        assertThatThrownBy(() -> bound(Map.of("reagent.judges.x.directory", "d")))
                .hasStackTraceContaining("kind is missing");
    }
}
