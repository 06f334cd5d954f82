package io.reagent.policy.openai;

import io.reagent.kit.json.FieldReader;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A function a model may call.
 *
 * @param path of its definition in the request
 * @param schema of its arguments
 * @param strict whether a schema that cannot be enforced is an error
 * @param definition as the client sent it, for the chat template
 */
record FunctionTool(String path, String name, JsonNode schema, boolean strict, Map<String, Object> definition) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    static final JsonNode ANY_OBJECT = JSON.readTree("{\"type\": \"object\"}");

    @SuppressWarnings("unchecked")
    static FunctionTool read(FieldReader tool) {
        String type = Fields.requiredText(tool, "type", "function");
        FieldReader function = tool.object("function");
        if (!type.equals("function") || function == null) {
            throw Refusals.unsupported(
                    tool.at("type"), "Only tools of type function are supported", "Describe the tool as a function.");
        }
        String name = Fields.requiredText(function, "name", "the function's name");
        if (!NAME.matcher(name).matches()) {
            throw Refusals.invalid(
                    function.at("name"),
                    "A function's name has 1 to 64 letters, digits, _, . and -",
                    "Give the function such a name.");
        }
        function.words("description");
        FieldReader parameters = function.object("parameters");
        return new FunctionTool(
                function.at("parameters"),
                name,
                parameters == null ? ANY_OBJECT : parameters.object(),
                Fields.truth(function, "strict", false),
                JSON.convertValue(tool.object(), Map.class));
    }
}
