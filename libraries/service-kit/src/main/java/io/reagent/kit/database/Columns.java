package io.reagent.kit.database;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.reagent.core.trajectory.StorableText;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Values to columns and back. Postgres' text and jsonb know neither U+0000 nor half a surrogate pair, and what models, tools
 * and other servers write has both: whatever is bound here has U+FFFD in their place.
 */
public final class Columns {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Columns() {}

    /** Text as a column can hold it. */
    public static String text(String text) {
        return StorableText.of(text);
    }

    /** A value as jsonb can hold it: texts and names of members alike. */
    public static Json json(Object value) {
        JsonNode tree = value instanceof JsonNode node ? node : JSON.valueToTree(value);
        return Json.of(JSON.writeValueAsString(storable(tree)));
    }

    /** A tree as jsonb can hold it, and as it is read again. */
    public static JsonNode storable(JsonNode node) {
        return switch (node) {
            case StringNode string -> StringNode.valueOf(text(string.stringValue()));
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
                array.forEach(element -> copy.add(storable(element)));
                yield copy;
            }
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    copy.set(text(field.getKey()), storable(field.getValue()));
                }
                yield copy;
            }
            default -> node;
        };
    }

    /** Binds a value that may be null; texts as {@link #text} has them. */
    public static GenericExecuteSpec bind(GenericExecuteSpec spec, String name, @Nullable Object value, Class<?> type) {
        return switch (value) {
            case null -> spec.bindNull(name, type);
            case String text -> spec.bind(name, text(text));
            default -> spec.bind(name, value);
        };
    }

    /** Adds a condition unless its value is null. */
    public static void restrict(
            StringBuilder sql, Map<String, Object> values, String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.append(" and ").append(condition);
            values.put(name, value instanceof String text ? text(text) : value);
        }
    }

    /** A column that is never null. */
    public static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    /** A column of JSON that is never null. */
    public static JsonNode tree(Readable row, String column) {
        return JSON.readTree(required(row, column, Json.class).asString());
    }

    /** A column of JSON that may be null. */
    public static @Nullable JsonNode treeOrNull(Readable row, String column) {
        Json stored = row.get(column, Json.class);
        return stored == null ? null : JSON.readTree(stored.asString());
    }
}
