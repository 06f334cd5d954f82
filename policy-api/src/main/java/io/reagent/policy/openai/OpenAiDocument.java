package io.reagent.policy.openai;

import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the service's OpenAPI description says of these routes, from {@code openapi.json}. */
@Configuration(proxyBeanMethods = false)
class OpenAiDocument {
    @Bean
    OpenApiCustomizer openAiRoutes() throws IOException {
        OpenAPI ours = read();
        return document -> {
            Components all = document.getComponents() == null ? new Components() : document.getComponents();
            document.setComponents(all);
            ours.getComponents().getSchemas().forEach(all::addSchemas);
            ours.getComponents().getExamples().forEach(all::addExamples);
            ours.getComponents().getResponses().forEach(all::addResponses);
            ours.getPaths().forEach(document.getPaths()::addPathItem);
        };
    }

    private static OpenAPI read() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(OpenAiDocument.class.getResourceAsStream("openapi.json"), "openapi.json")) {
            return Json31.mapper().readValue(in, OpenAPI.class);
        }
    }
}
