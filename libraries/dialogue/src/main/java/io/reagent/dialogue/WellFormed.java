package io.reagent.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Text without halves of surrogate pairs: JSON can spell them, UTF-8 and strict readers cannot. Each becomes U+FFFD, as it
 * does where bytes are decoded. What is well-formed is returned as it is.
 */
public final class WellFormed {
    private static final char REPLACEMENT = '\uFFFD';

    private WellFormed() {}

    public static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isHalf(text, i)) {
                return replaced(text, i);
            }
        }
        return text;
    }

    /** The value with all its texts well-formed, names of members included. */
    public static JsonNode json(JsonNode value) {
        return switch (value) {
            case StringNode text -> {
                String clean = text(text.stringValue());
                yield clean.equals(text.stringValue()) ? text : StringNode.valueOf(clean);
            }
            case ArrayNode array -> {
                List<JsonNode> items = array.valueStream().map(WellFormed::json).toList();
                yield same(items, new ArrayList<>(array.values()))
                        ? array
                        : JsonNodeFactory.instance.arrayNode().addAll(items);
            }
            case ObjectNode object -> object(object);
            default -> value;
        };
    }

    private static ObjectNode object(ObjectNode object) {
        ObjectNode clean = JsonNodeFactory.instance.objectNode();
        boolean same = true;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = text(member.getKey());
            JsonNode value = json(member.getValue());
            same &= name.equals(member.getKey()) && isSame(value, member.getValue());
            clean.set(name, value);
        }
        return same ? object : clean;
    }

    private static boolean same(List<JsonNode> some, List<JsonNode> others) {
        for (int i = 0; i < some.size(); i++) {
            if (!isSame(some.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** What is not changed is handed on, not copied. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(JsonNode one, JsonNode other) {
        return one == other;
    }

    private static boolean isHalf(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private static String replaced(String text, int from) {
        StringBuilder clean = new StringBuilder(text);
        for (int i = from; i < clean.length(); i++) {
            if (isHalf(text, i)) {
                clean.setCharAt(i, REPLACEMENT);
            }
        }
        return clean.toString();
    }
}
