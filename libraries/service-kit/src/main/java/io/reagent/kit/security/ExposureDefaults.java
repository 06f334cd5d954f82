package io.reagent.kit.security;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Below everything a user sets: a service that asks for no key listens on its own machine alone; one that asks for a key
 * tells the details of its health to who has one.
 */
final class ExposureDefaults implements EnvironmentPostProcessor {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        ApiKeyProperties security = Binder.get(environment).bindOrCreate("reagent.security", ApiKeyProperties.class);
        Map<String, Object> defaults = security.apiKeys().isEmpty()
                ? Map.of("server.address", Exposure.THIS_MACHINE, "management.endpoint.health.show-details", "always")
                : Map.of("management.endpoint.health.show-details", "when-authorized");
        environment.getPropertySources().addLast(new MapPropertySource("reagent exposure defaults", defaults));
    }
}
