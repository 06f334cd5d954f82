package io.reagent.kit.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatusCode;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service's OpenAPI document says of the objects that it answers with. */
public final class DescribedSchemas {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final JsonNode schemas;

    private DescribedSchemas(JsonNode schemas) {
        this.schemas = schemas;
    }

    /** The document is made in the background when a service starts, and whoever asks meanwhile gets none. */
    public static DescribedSchemas of(WebTestClient client) {
        Instant end = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(end)) {
            EntityExchangeResult<byte[]> answer =
                    client.get().uri("/v3/api-docs").exchange().expectBody().returnResult();
            HttpStatusCode status = answer.getStatus();
            if (status.is2xxSuccessful()) {
                return new DescribedSchemas(JsonMapper.shared()
                        .readTree(answer.getResponseBodyContent())
                        .path("components")
                        .path("schemas"));
            }
            pause();
        }
        throw new AssertionError("there is no description after " + LIMIT);
    }

    private static void pause() {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names of a schema's fields. */
    public List<String> fields(String schema) {
        return names(properties(schema));
    }

    /** Names of those of a schema's fields that may be null. */
    public List<String> nullable(String schema) {
        JsonNode properties = properties(schema);
        return fields(schema).stream()
                .filter(field -> mayBeNull(properties.path(field)))
                .toList();
    }

    private JsonNode properties(String schema) {
        return schemas.path(schema).path("properties");
    }

    private static boolean mayBeNull(JsonNode property) {
        return property.path("type").valueStream().map(JsonNode::asString).anyMatch("null"::equals);
    }

    /** Names of an object's fields, in order. */
    public static List<String> names(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }
}
