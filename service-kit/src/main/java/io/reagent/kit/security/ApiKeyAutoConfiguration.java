package io.reagent.kit.security;

import io.reagent.kit.observability.RequestLog;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.WebFilter;

/** Adds the key check where keys are configured. */
@AutoConfiguration
@EnableConfigurationProperties(ApiKeyProperties.class)
class ApiKeyAutoConfiguration {

    @Bean
    @Order(RequestLog.ORDER + 1)
    WebFilter apiKeyFilter(ApiKeyProperties properties, ObjectProvider<KeylessRequests> keyless) {
        return properties.apiKeys().isEmpty()
                ? (exchange, chain) -> chain.filter(exchange)
                : new ApiKeyFilter(properties.apiKeys(), keyless.getIfAvailable(() -> KeylessRequests.NONE));
    }
}
