package io.reagent.rrm.http;

import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The OpenAPI description: schemas and examples from {@code openapi.json}, routes from the controllers. */
@Configuration(proxyBeanMethods = false)
class OpenApiDocument {
    private static final Map<String, String> PROBLEMS =
            Map.of("400", "BadRequest", "413", "TooLarge", "422", "Unprocessable", "503", "Unavailable");
    /** What the routes of other programs' dialects answer for bad input; a failed judgement each tells in its own way. */
    private static final Map<String, String> DIALECT_PROBLEMS =
            Map.of("400", "BadRequest", "413", "TooLarge", "503", "Unavailable");

    @Bean
    OpenAPI openApi() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(OpenApiDocument.class.getResourceAsStream("openapi.json"), "openapi.json")) {
            return Json31.mapper().readValue(in, OpenAPI.class);
        }
    }

    /** Routes under /v1 fail in the same ways, those with an id can miss as well; dialects say less. */
    @Bean
    OpenApiCustomizer problems() {
        return document -> document.getPaths().forEach((path, item) -> {
            boolean own = path.startsWith("/v1/") && !path.equals("/v1/chat/completions");
            describe(path, item, own ? PROBLEMS : DIALECT_PROBLEMS);
        });
    }

    private static void describe(String path, PathItem item, Map<String, String> problems) {
        for (Operation operation : item.readOperations()) {
            ApiResponses responses = operation.getResponses();
            problems.forEach((status, name) -> responses.addApiResponse(status, reference(name)));
            if (path.contains("{id}")) {
                responses.addApiResponse("404", reference("NotFound"));
            }
        }
    }

    private static ApiResponse reference(String name) {
        return new ApiResponse().$ref("#/components/responses/" + name);
    }
}
