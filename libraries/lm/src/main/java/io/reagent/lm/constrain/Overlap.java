package io.reagent.lm.constrain;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Whether the options of a {@code oneOf} exclude each other for all to see: by their types, by the values they list, or by a
 * property that both require with different values.
 */
final class Overlap {
    /** Finds the target of a reference at a place. */
    interface Resolver {
        JsonNode resolve(String reference, String where);
    }

    private static final int DEPTH = 3;

    private final Resolver resolver;

    Overlap(Resolver resolver) {
        this.resolver = resolver;
    }

    void refuse(JsonNode options, String where) {
        for (int i = 0; i < options.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (!exclude(target(options.get(i), where), target(options.get(j), where), where, DEPTH)) {
                    throw new GrammarException(
                            "schema at " + where + ": options " + j + " and " + i
                                    + " may both accept a value; use anyOf, or give them a required property with different constants");
                }
            }
        }
    }

    private JsonNode target(JsonNode schema, String where) {
        JsonNode target = schema;
        for (int hops = 0; target.has("$ref") && hops < 20; hops++) {
            target = resolver.resolve(target.get("$ref").asString(""), where);
        }
        return target;
    }

    private boolean exclude(JsonNode one, JsonNode other, String where, int depth) {
        List<JsonNode> ones = Keywords.values(one);
        List<JsonNode> others = Keywords.values(other);
        if (ones != null && others != null) {
            return ones.stream().noneMatch(others::contains);
        }
        Set<String> shared = types(one, where);
        shared.retainAll(types(other, where));
        return shared.isEmpty()
                || (depth > 0 && shared.equals(Set.of("object")) && discriminated(one, other, where, depth - 1));
    }

    private static Set<String> types(JsonNode schema, String where) {
        Set<String> types = new HashSet<>(schema.has("type") ? Keywords.types(schema, where) : List.of());
        if (types.isEmpty()) {
            types.addAll(List.of("object", "array", "string", "number", "boolean", "null"));
        }
        if (types.contains("number")) {
            types.add("integer");
        }
        return types;
    }

    private boolean discriminated(JsonNode one, JsonNode other, String where, int depth) {
        for (JsonNode name : one.path("required")) {
            String property = name.asString("");
            boolean both = other.path("required").valueStream().anyMatch(name::equals);
            JsonNode left = target(one.path("properties").path(property), where);
            JsonNode right = target(other.path("properties").path(property), where);
            if (both && left.isObject() && right.isObject() && exclude(left, right, where, depth)) {
                return true;
            }
        }
        return false;
    }
}
