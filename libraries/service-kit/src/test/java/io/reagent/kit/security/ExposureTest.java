package io.reagent.kit.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class ExposureTest {

    @Test
    void withoutKeysAServiceListensOnItsOwnMachineAlone() {
        Exposure exposure = of(Map.of());

        assertThat(exposure).isEqualTo(new Exposure(false, "127.0.0.1"));
        assertThat(exposure.isOpen()).isFalse();
        assertThat(exposure.host()).isEqualTo("localhost");
        assertThat(exposure.sentence()).contains("This machine alone", "REAGENT_SECURITY_API_KEYS");
    }

    @Test
    void withKeysItListensEverywhere() {
        Exposure exposure = of(Map.of("reagent.security.api-keys", "k"));

        assertThat(exposure).isEqualTo(new Exposure(true, null));
        assertThat(exposure.isOpen()).isFalse();
        assertThat(exposure.host()).isEqualTo("localhost");
    }

    @Test
    void whoAsksForItIsServedOpenlyAndTold() {
        Exposure everywhere = of(Map.of("server.address", "0.0.0.0"));
        assertThat(everywhere.isOpen()).isTrue();
        assertThat(everywhere.host()).isEqualTo("localhost");
        assertThat(everywhere.sentence()).contains("Everybody", "0.0.0.0", "REAGENT_SECURITY_API_KEYS");

        Exposure one = of(Map.of("server.address", "192.0.2.7"));
        assertThat(one.isOpen()).isTrue();
        assertThat(one.host()).isEqualTo("192.0.2.7");
    }

    private static Exposure of(Map<String, Object> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        new ExposureDefaults().postProcessEnvironment(environment, new SpringApplication());
        Object keys = settings.get("reagent.security.api-keys");
        return Exposure.of(
                new ApiKeyProperties(keys == null ? List.of() : List.of(keys.toString()), List.of(), List.of()),
                environment);
    }
}
