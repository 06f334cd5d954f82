package io.reagent.core.tools;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model is told about a tool.
 *
 * @param name at most 64 letters, digits, {@code _} and {@code -}, as OpenAI-compatible servers demand
 * @param text what it does and when to use it
 * @param arguments JSON Schema (2020-12) of the arguments, of type object
 */
public record ToolDescription(String name, String text, ObjectNode arguments) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public ToolDescription {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a tool's name has 1 to 64 letters, digits, _ and -; \"" + name + "\" does not");
        }
        arguments = arguments.deepCopy();
    }

    /** @throws IllegalArgumentException when {@code schema} is not a JSON object */
    public static ToolDescription of(String name, String text, String schema) {
        try {
            if (JsonMapper.shared().readTree(schema) instanceof ObjectNode object) {
                return new ToolDescription(name, text, object);
            }
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("the argument schema of " + name + " is not JSON", malformed);
        }
        throw new IllegalArgumentException("the argument schema of " + name + " is not a JSON object");
    }

    @Override
    public ObjectNode arguments() {
        return arguments.deepCopy();
    }

    /** As an element of {@code tools} in an OpenAI chat request, which chat templates take too. */
    public JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", "function");
        json.putObject("function").put("name", name).put("description", text).set("parameters", arguments());
        return json;
    }
}
