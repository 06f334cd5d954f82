package io.reagent.policy.agents.store;

import io.r2dbc.postgresql.codec.Json;
import io.reagent.core.trajectory.StorableText;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** JSON as Postgres can hold it: jsonb knows neither U+0000 nor half a surrogate pair, and what models write has both. */
final class Storable {
    static final JsonMapper JSON = JsonMapper.shared();

    private Storable() {}

    static Json json(Object value) {
        JsonNode tree = value instanceof JsonNode node ? node : JSON.valueToTree(value);
        return Json.of(JSON.writeValueAsString(clean(tree)));
    }

    private static JsonNode clean(JsonNode node) {
        return switch (node) {
            case StringNode string -> StringNode.valueOf(StorableText.of(string.stringValue()));
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
                array.forEach(element -> copy.add(clean(element)));
                yield copy;
            }
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    copy.set(StorableText.of(field.getKey()), clean(field.getValue()));
                }
                yield copy;
            }
            default -> node;
        };
    }
}
