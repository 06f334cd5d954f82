package io.reagent.kit.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/**
 * Adds to every operation what answers any operation: a missing key, a foreign web page, a body that cannot be read, a
 * database that is away. What an operation says itself stays.
 */
final class CommonAnswers implements GlobalOpenApiCustomizer {
    private static final String BEARER = "bearer";
    private static final String HEADER = "api_key";
    private static final String PROBLEM = "Problem";

    private final boolean keyed;

    /** @param keyed whether callers must have a key */
    CommonAnswers(boolean keyed) {
        this.keyed = keyed;
    }

    @Override
    public void customise(OpenAPI document) {
        Components components = document.getComponents() == null ? new Components() : document.getComponents();
        document.setComponents(components);
        components.addSecuritySchemes(
                BEARER, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
        components.addSecuritySchemes(
                HEADER,
                new SecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.HEADER)
                        .name("X-API-Key"));
        document.setSecurity(requirements());
        if (components.getSchemas() == null || !components.getSchemas().containsKey(PROBLEM)) {
            components.addSchemas(PROBLEM, problem());
        }
        document.getPaths().forEach((path, item) -> item.readOperations()
                .forEach(operation -> complete(path, operation, components)));
    }

    private List<SecurityRequirement> requirements() {
        List<SecurityRequirement> any = new ArrayList<>();
        any.add(new SecurityRequirement().addList(BEARER));
        any.add(new SecurityRequirement().addList(HEADER));
        if (!keyed) {
            any.add(new SecurityRequirement());
        }
        return any;
    }

    private static void complete(String path, Operation operation, Components components) {
        boolean reads = operation.getRequestBody() != null;
        boolean asks =
                operation.getParameters() != null && !operation.getParameters().isEmpty();
        ApiResponses answers = operation.getResponses();
        Content failure = failure(answers, components);
        if (reads || asks) {
            add(answers, "400", "The request cannot be read, or a field or parameter is wrong; it is named", failure);
        }
        add(answers, "401", "No known API key was sent, and this service asks for one", failure);
        add(answers, "403", "It was called by a foreign name, or a web page of another origin sent it", failure);
        if (path.contains("{")) {
            add(answers, "404", "There is nothing by that name", failure);
        }
        if (reads) {
            add(answers, "408", "The rest of the body did not come", failure);
            add(answers, "413", "The body is larger than this service reads", failure);
            add(answers, "415", "The Content-Type is none that is read here", failure);
        }
        add(answers, "500", "Something failed on our side; its id is in the service's log", failure);
        add(answers, "503", "Something that is needed is away or busy; Retry-After says when to try again", failure);
        if (path.startsWith("/v1/") && !path.startsWith("/v1/models") && asks) {
            operation.getParameters().forEach(CommonAnswers::describeId);
        }
    }

    /** A failure's body is of the form in which the operation tells its own; elsewhere it is a problem. */
    private static Content failure(ApiResponses answers, Components components) {
        ApiResponse own = answers.get("400");
        if (own != null && own.get$ref() != null && components.getResponses() != null) {
            own = components.getResponses().get(own.get$ref().replaceFirst(".*/", ""));
        }
        if (own != null && own.getContent() != null && !own.getContent().isEmpty()) {
            Content content = new Content();
            own.getContent()
                    .forEach((type, media) -> content.addMediaType(type, new MediaType().schema(media.getSchema())));
            return content;
        }
        return new Content()
                .addMediaType(
                        "application/problem+json",
                        new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM)));
    }

    private static void add(ApiResponses answers, String status, String description, Content content) {
        if (answers.containsKey(status)) {
            return;
        }
        ApiResponse answer = new ApiResponse().description(description).content(content);
        if (status.equals("503")) {
            answer.addHeaderObject(
                    "Retry-After", new Header().description("Seconds").schema(new IntegerSchema()));
        }
        answers.addApiResponse(status, answer);
    }

    /** Our own routes' ids. */
    private static void describeId(Parameter parameter) {
        if ("path".equals(parameter.getIn())
                && "id".equals(parameter.getName())
                && parameter.getSchema() instanceof Schema<?> schema
                && schema.getFormat() == null) {
            schema.setFormat("uuid");
        }
    }

    private static Schema<?> problem() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("type", "The kind of problem, for good: urn:reagent:problem:…");
        members.put("title", "The same in words");
        members.put("detail", "This occurrence");
        members.put("field", "The request's field at fault");
        members.put("remedy", "What to do");
        members.put("error_id", "Finds an internal error in the service's log");
        Schema<?> problem = new ObjectSchema().description("RFC 9457");
        problem.addProperty("status", new IntegerSchema());
        members.forEach((name, about) -> problem.addProperty(name, new StringSchema().description(about)));
        problem.setRequired(List.of("type", "title", "status", "detail"));
        return problem;
    }
}
