package io.reagent.lm.constrain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random schemas, values they accept, and values changed a little. */
final class RandomSchema {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] TEXTS = {
        "", "a", "ab", "é", "漢字", "😀", "a\"b", "\\", "\n\t", "\u0001", "x1", "2026", "/"
    };
    private static final String[] NAMES = {"a", "ab", "b", "é\"", "score", "scores", ""};
    private static final String[] PATTERNS = {"^[ab]{1,3}$", "[a-z]$", "^é", "^(a|\\\\|\"|\\n)*$"};

    private final Random random;

    RandomSchema(Random random) {
        this.random = random;
    }

    ObjectNode schema(int depth) {
        ObjectNode schema = NODES.objectNode();
        switch (random.nextInt(depth == 0 ? 6 : 9)) {
            case 0 -> schema.put("type", random.nextBoolean() ? "boolean" : "null");
            case 1 -> number(schema.put("type", "integer"));
            case 2 -> number(schema.put("type", "number"));
            case 3 ->
                schema.put("type", "string").put("maxLength", random.nextInt(4)).put("minLength", random.nextInt(2));
            case 4 -> schema.put("type", "string").put("pattern", PATTERNS[random.nextInt(PATTERNS.length)]);
            case 5 -> schema.putArray("enum").add("a").add(3).add("é\n").addNull();
            case 6 -> {
                schema.put("type", "array").put("minItems", random.nextInt(2)).put("maxItems", 1 + random.nextInt(3));
                schema.set("items", schema(depth - 1));
            }
            case 7 -> schema.putArray("anyOf").add(schema(depth - 1)).add(schema(depth - 1));
            default -> object(schema, depth);
        }
        return schema;
    }

    private void object(ObjectNode schema, int depth) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                properties.set(name, schema(depth - 1));
                if (random.nextBoolean()) {
                    required.add(name);
                }
            }
        }
        if (random.nextInt(3) == 0) {
            schema.set("additionalProperties", schema(0));
        } else {
            schema.put("additionalProperties", false);
        }
    }

    private void number(ObjectNode schema) {
        if (random.nextInt(3) > 0) {
            schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", bound());
        }
        if (random.nextInt(3) > 0) {
            schema.put(random.nextBoolean() ? "maximum" : "exclusiveMaximum", bound().add(BigDecimal.TWO));
        }
    }

    private BigDecimal bound() {
        return BigDecimal.valueOf(random.nextInt(-300, 300), random.nextInt(3));
    }

    /** A value that a schema accepts, more often than not. */
    JsonNode value(JsonNode schema) {
        if (schema.has("anyOf")) {
            return value(schema.get("anyOf").get(random.nextInt(2)));
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        return switch (schema.path("type").asString()) {
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "null" -> NODES.nullNode();
            case "integer" -> NODES.numberNode(random.nextInt(-5, 8));
            case "number" -> NODES.numberNode(decimal());
            case "string" -> NODES.stringNode(TEXTS[random.nextInt(TEXTS.length)]);
            case "array" -> {
                ArrayNode array = NODES.arrayNode();
                for (int n = random.nextInt(schema.path("minItems").asInt(), 4); n > 0; n--) {
                    array.add(value(schema.get("items")));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                schema.path("properties").forEachEntry((name, property) -> {
                    if (random.nextInt(4) > 0) {
                        object.set(name, value(property));
                    }
                });
                if (schema.path("additionalProperties").isObject() && random.nextBoolean()) {
                    object.set("other", value(schema.get("additionalProperties")));
                }
                yield object;
            }
        };
    }

    /** A decimal that keeps a fraction or is written whole: 2.0, an integer to validators, has no place in a text. */
    private BigDecimal decimal() {
        BigDecimal value =
                BigDecimal.valueOf(random.nextInt(-400, 500), random.nextInt(3)).stripTrailingZeros();
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    /** The value with one thing in it changed. */
    JsonNode changed(JsonNode value) {
        if (value instanceof ObjectNode object && !object.isEmpty() && random.nextInt(4) > 0) {
            List<String> names = new ArrayList<>(object.propertyNames());
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(3) == 0) {
                return object.deepCopy().remove(List.of(name));
            }
            ObjectNode copy = object.deepCopy();
            copy.set(name, changed(object.get(name)));
            return copy;
        }
        if (value instanceof ArrayNode array && !array.isEmpty() && random.nextInt(4) > 0) {
            ArrayNode copy = array.deepCopy();
            int place = random.nextInt(array.size());
            if (random.nextInt(3) == 0) {
                copy.add(array.get(place));
            } else {
                copy.set(place, changed(array.get(place)));
            }
            return copy;
        }
        return value(JsonMapper.shared()
                .readTree(new String[] {
                            "{\"type\":\"integer\"}",
                            "{\"type\":\"number\"}",
                            "{\"type\":\"string\"}",
                            "{\"type\":\"null\"}",
                            "{\"type\":\"boolean\"}",
                            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"null\"}}}",
                            "{\"type\":\"array\",\"items\":{\"type\":\"number\"}}"
                        }
                        [random.nextInt(7)]));
    }
}
