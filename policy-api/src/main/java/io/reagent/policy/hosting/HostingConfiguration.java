package io.reagent.policy.hosting;

import io.reagent.kit.startup.Shortcomings;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads the base models before the service listens, as far as they can be loaded. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HostingProperties.class)
class HostingConfiguration {
    @Bean
    BaseModels baseModels(HostingProperties properties) {
        return BaseModels.load(properties.baseModels());
    }

    @Bean
    Shortcomings unusableModels(BaseModels bases) {
        List<String> unusable = bases.names().stream()
                .filter(name -> bases.problem(name) != null)
                .toList();
        return new Shortcomings(
                unusable.stream()
                        .map(name -> name + ", a base model, is not available: " + bases.problem(name))
                        .toList(),
                !unusable.isEmpty() && bases.all().isEmpty());
    }

    /** Ready to take requests unless no base model can be used. */
    @Bean
    HealthIndicator baseModelsHealthIndicator(BaseModels bases) {
        return () -> {
            Health.Builder health = bases.all().isEmpty() ? Health.outOfService() : Health.up();
            bases.names()
                    .forEach(name -> health.withDetail(name, bases.problem(name) == null ? "loaded" : "not loaded"));
            return health.build();
        };
    }

    @Bean
    Samplers samplers(BaseModels bases, HostingProperties properties) {
        return new Samplers(bases, properties);
    }
}
