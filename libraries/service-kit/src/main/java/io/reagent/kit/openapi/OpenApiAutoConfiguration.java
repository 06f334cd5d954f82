package io.reagent.kit.openapi;

import io.reagent.kit.security.ApiKeyProperties;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Completes the description that a service makes of its routes. */
@AutoConfiguration
@ConditionalOnClass(GlobalOpenApiCustomizer.class)
class OpenApiAutoConfiguration {

    @Bean
    NullableComponents nullableComponents() {
        return new NullableComponents();
    }

    @Bean
    WireNames wireNames() {
        return new WireNames();
    }

    /** After the services' own, which say more of some answers. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    GlobalOpenApiCustomizer commonAnswers(ApiKeyProperties security) {
        return new CommonAnswers(!security.apiKeys().isEmpty());
    }
}
