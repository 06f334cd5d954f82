package io.reagent.kit.security;

import io.reagent.kit.observability.RequestLog;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.web.server.WebFilter;

/** Adds the key check where keys are configured, and what stands in its place where none are. */
@AutoConfiguration
@EnableConfigurationProperties(ApiKeyProperties.class)
class ApiKeyAutoConfiguration {

    @Bean
    @Order(RequestLog.ORDER + 1)
    WebFilter apiKeyFilter(ApiKeyProperties properties, ObjectProvider<KeylessRequests> keyless) {
        return properties.apiKeys().isEmpty()
                ? new ForeignPageFilter(properties.hosts(), properties.origins())
                : new ApiKeyFilter(properties.apiKeys(), keyless.getIfAvailable(() -> KeylessRequests.NONE));
    }

    @Bean
    Exposure exposure(ApiKeyProperties properties, Environment environment) {
        return Exposure.of(properties, environment);
    }
}
