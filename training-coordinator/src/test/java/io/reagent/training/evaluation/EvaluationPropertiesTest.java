package io.reagent.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.clients.ApiKey;
import io.reagent.clients.Remote;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class EvaluationPropertiesTest {
    private static EvaluationProperties read(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("reagent.training.evaluation", EvaluationProperties.class);
    }

    @Test
    void withoutAnAddressThereIsNoService() {
        assertThat(read(Map.of()).remote(DataSize.ofMegabytes(1))).isNull();
        assertThat(read(Map.of("reagent.training.evaluation.base-url", "")).remote(DataSize.ofMegabytes(1)))
                .isNull();
    }

    @Test
    void whatIsSetIsUsed() {
        EvaluationProperties properties = read(Map.of(
                "reagent.training.evaluation.base-url", "http://eval:8084",
                "reagent.training.evaluation.api-key", "K1",
                "reagent.training.evaluation.silence", "30s"));
        Remote remote = properties.remote(DataSize.ofMegabytes(1));

        assertThat(remote).isNotNull();
        assertThat(remote.url()).isEqualTo(URI.create("http://eval:8084"));
        assertThat(remote.key()).isEqualTo(ApiKey.bearer("K1"));
        assertThat(remote.silence()).isEqualTo(Duration.ofSeconds(30));
        assertThat(properties.largestBody()).isEqualTo(DataSize.ofMegabytes(64));
        assertThat(properties.toString()).doesNotContain("K1");
    }

    @Test
    void whatIsNoUrlIsRefusedByItsName() {
        assertThatThrownBy(() -> read(Map.of("reagent.training.evaluation.base-url", "eval:8084")))
                .hasRootCauseMessage(
                        "reagent.training.evaluation.base-url is no http or https URL, such as http://localhost:8084");
    }
}
