package io.reagent.policy.openai;

import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the service's OpenAPI description says of these routes: schemas and examples from {@code openapi.json}. */
@Configuration(proxyBeanMethods = false)
class OpenAiDocument {
    private static final List<String> COMPLETIONS = List.of("/v1/chat/completions", "/v1/completions");

    @Bean
    OpenApiCustomizer openAiRoutes() throws IOException {
        Components ours = read().getComponents();
        return document -> {
            Components all = document.getComponents() == null ? new Components() : document.getComponents();
            document.setComponents(all);
            ours.getSchemas().forEach(all::addSchemas);
            ours.getExamples().forEach(all::addExamples);
            ours.getResponses().forEach(all::addResponses);
            document.getPaths().forEach((path, item) -> {
                for (Operation operation : item.readOperations()) {
                    if (COMPLETIONS.contains(path)) {
                        List.of("400", "404", "413", "429", "500").forEach(status -> fails(operation, status));
                    } else if (path.equals("/v1/models/{id}")) {
                        fails(operation, "404");
                    }
                }
            });
        };
    }

    private static void fails(Operation operation, String status) {
        operation
                .getResponses()
                .addApiResponse(status, new ApiResponse().$ref("#/components/responses/OpenAi" + status));
    }

    private static OpenAPI read() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(OpenAiDocument.class.getResourceAsStream("openapi.json"), "openapi.json")) {
            return Json31.mapper().readValue(in, OpenAPI.class);
        }
    }
}
