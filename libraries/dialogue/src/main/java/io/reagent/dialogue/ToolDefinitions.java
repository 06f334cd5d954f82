package io.reagent.dialogue;

import io.reagent.core.tools.ToolDescription;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tools as OpenAI's requests define them, which chat templates take, and as a system message tells of them. */
public final class ToolDefinitions {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final JsonNode NO_ARGUMENTS =
            JSON.readTree("{\"type\": \"object\", \"properties\": {}, \"additionalProperties\": false}");
    private static final Set<String> SHAPES =
            Set.of("type", "properties", "$ref", "anyOf", "oneOf", "allOf", "enum", "const");

    private ToolDefinitions() {}

    /** For chat templates. */
    static List<Map<String, Object>> of(List<ToolDescription> tools) {
        return tools.stream()
                .map(tool -> JSON.convertValue(tool.toJson(), OBJECT))
                .toList();
    }

    /**
     * For {@link TemplateCalls#spelled}.
     *
     * @throws IllegalArgumentException that names the tool whose name or schema no model can be told
     */
    public static List<ToolDescription> described(List<Map<String, Object>> definitions) {
        return definitions.stream()
                .map(definition ->
                        described(JSON.<JsonNode>valueToTree(definition).path("function")))
                .toList();
    }

    private static ToolDescription described(JsonNode function) {
        String name = function.path("name").asString("");
        JsonNode parameters = function.get("parameters");
        if (schema(parameters) instanceof ObjectNode schema) {
            return new ToolDescription(name, function.path("description").asString(""), schema);
        }
        throw new IllegalArgumentException("the parameters of tool \"" + name + "\" are no JSON object");
    }

    /**
     * The schema of a function's arguments: they are an object, also where it leaves the type open, and without
     * {@code parameters} there are none, as with OpenAI.
     */
    public static JsonNode schema(@Nullable JsonNode parameters) {
        if (parameters == null || parameters.isNull()) {
            return NO_ARGUMENTS;
        }
        return parameters instanceof ObjectNode object && SHAPES.stream().noneMatch(object::has)
                ? object.deepCopy().put("type", "object")
                : parameters;
    }
}
