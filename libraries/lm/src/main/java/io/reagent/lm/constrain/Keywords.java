package io.reagent.lm.constrain;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** What is known of JSON schema's keywords, and how the general ones are read. */
final class Keywords {
    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "example",
            "$schema",
            "$id",
            "$comment",
            "$defs",
            "definitions",
            "deprecated",
            "readOnly",
            "writeOnly",
            "discriminator");

    /** Keywords of one type; where {@code type} is absent they tell what is meant. */
    private static final Map<String, Set<String>> BY_TYPE = new LinkedHashMap<>();

    static {
        BY_TYPE.put("object", Set.of("properties", "required", "additionalProperties"));
        BY_TYPE.put("array", Set.of("items", "prefixItems", "minItems", "maxItems"));
        BY_TYPE.put("string", Set.of("pattern", "format", "minLength", "maxLength"));
        BY_TYPE.put("number", Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"));
    }

    private static final Set<String> GENERAL = Set.of("type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref");

    private Keywords() {}

    /** Refuses a schema with a keyword that would not be enforced. */
    static void check(JsonNode schema, String where) {
        if (!schema.isObject()) {
            throw new GrammarException("schema at " + where + ": has to be an object or a boolean");
        }
        shape(schema.path("properties").isObject(), "properties", "an object", schema, where);
        shape(schema.path("prefixItems").isArray(), "prefixItems", "an array", schema, where);
        shape(schema.path("enum").isArray(), "enum", "an array", schema, where);
        boolean names = schema.path("required").isArray()
                && schema.path("required").valueStream().allMatch(JsonNode::isString);
        shape(names, "required", "an array of names", schema, where);
        for (String keyword : schema.propertyNames()) {
            boolean harmless =
                    keyword.equals("uniqueItems") && !schema.get(keyword).asBoolean(true);
            boolean known = ANNOTATIONS.contains(keyword)
                    || GENERAL.contains(keyword)
                    || BY_TYPE.values().stream().anyMatch(keywords -> keywords.contains(keyword));
            if (!known && !harmless) {
                throw new GrammarException("schema at " + where + ": '" + keyword
                        + "' cannot be enforced while generating; remove it and check the finished value instead");
            }
        }
    }

    private static void shape(boolean right, String keyword, String shape, JsonNode schema, String where) {
        if (schema.has(keyword) && !right) {
            throw new GrammarException("schema at " + where + "/" + keyword + ": has to be " + shape);
        }
    }

    /** Refuses a schema in which a keyword has others beside it that would have to hold as well. */
    static void alone(String keyword, JsonNode schema, String where) {
        for (String other : schema.propertyNames()) {
            if (!other.equals(keyword) && !ANNOTATIONS.contains(other)) {
                throw new GrammarException("schema at " + where + ": '" + other + "' cannot be enforced beside '"
                        + keyword + "'; move it into the schemas that '" + keyword + "' names");
            }
        }
    }

    /** The only values a schema allows by {@code enum} or {@code const}, or null when it does not list them. */
    static @Nullable List<JsonNode> values(JsonNode schema) {
        if (!schema.has("const") && !schema.has("enum")) {
            return null;
        }
        List<JsonNode> values = new ArrayList<>();
        if (schema.has("const")) {
            values.add(schema.get("const"));
        } else {
            schema.get("enum").forEach(values::add);
        }
        if (schema.has("const") && schema.has("enum")) {
            List<JsonNode> listed = schema.get("enum").valueStream().toList();
            values.removeIf(value -> !listed.contains(value));
        }
        if (schema.has("type")) {
            List<String> types = types(schema, "");
            values.removeIf(value -> types.stream().noneMatch(type -> is(value, type)));
        }
        return values;
    }

    private static boolean is(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "number" -> value.isNumber();
            case "integer" ->
                value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    /** The types a schema names, or else those its keywords speak of; none when it says nothing of types. */
    static List<String> types(JsonNode schema, String where) {
        JsonNode type = schema.path("type");
        if (type.isString()) {
            return List.of(type.asString());
        }
        if (type.isArray() && type.valueStream().allMatch(JsonNode::isString)) {
            return type.valueStream().map(JsonNode::asString).toList();
        }
        if (!type.isMissingNode()) {
            throw new GrammarException("schema at " + where + "/type: has to be a name or an array of names");
        }
        return BY_TYPE.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(schema::has))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A count of 0 or more, or the default where the keyword is absent. */
    static int count(JsonNode schema, String keyword, String where, int absent) {
        JsonNode value = schema.path(keyword);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isNumber() || !value.canConvertToInt() || value.asInt() < 0) {
            throw new GrammarException("schema at " + where + "/" + keyword + ": has to be a whole number, 0 or more");
        }
        return value.asInt();
    }

    /** The schema a reference within the same document points at, or null. */
    static @Nullable JsonNode resolve(JsonNode root, String reference) {
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            return null;
        }
        String pointer = URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        JsonNode target = root.at(JsonPointer.compile(pointer));
        return target.isMissingNode() ? null : target;
    }
}
