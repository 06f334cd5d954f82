package io.reagent.policy.hosting;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads the base models before the service listens. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HostingProperties.class)
class HostingConfiguration {
    @Bean
    BaseModels baseModels(HostingProperties properties) {
        return BaseModels.load(properties.baseModels());
    }

    @Bean
    Samplers samplers(BaseModels bases, HostingProperties properties) {
        return new Samplers(bases, properties);
    }
}
