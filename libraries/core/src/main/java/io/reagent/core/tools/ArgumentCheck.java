package io.reagent.core.tools;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a call's arguments and holds them against the tool's schema. */
final class ArgumentCheck {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final int MOST_ERRORS = 3;

    private final Schema schema;

    /** @throws IllegalArgumentException when the description's schema is none */
    ArgumentCheck(ToolDescription description) {
        try {
            schema = SCHEMAS.getSchema(description.arguments());
            schema.initializeValidators();
        } catch (SchemaException wrong) {
            throw new IllegalArgumentException(
                    "the argument schema of tool " + description.name() + " cannot be used: " + wrong.getMessage(),
                    wrong);
        }
    }

    /**
     * The arguments as JSON.
     *
     * @param text as the model wrote them; blank means none
     * @throws ToolException naming the field at fault
     */
    JsonNode read(String text) {
        JsonNode arguments = parse(text.isBlank() ? "{}" : text);
        if (!arguments.isObject()) {
            throw new ToolException("malformed arguments, not an object");
        }
        List<Error> errors = schema.validate(arguments);
        if (!errors.isEmpty()) {
            throw new ToolException("malformed arguments, "
                    + errors.stream().limit(MOST_ERRORS).map(ArgumentCheck::say).collect(Collectors.joining("; ")));
        }
        return arguments;
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException malformed) {
            throw new ToolException("malformed arguments, not JSON", malformed);
        }
    }

    private static String say(Error error) {
        String at = error.getInstanceLocation().toString();
        String field = at.startsWith("/") ? at.substring(1) : at;
        return switch (error.getKeyword()) {
            case "required" -> "no " + (field.isEmpty() ? "" : field + "/") + error.getProperty();
            case "additionalProperties", "unevaluatedProperties" ->
                "unknown field " + (field.isEmpty() ? "" : field + "/") + error.getProperty();
            default -> (field.isEmpty() ? "" : field + ": ") + error.getMessage();
        };
    }
}
