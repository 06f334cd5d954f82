package io.reagent.core.trajectory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** A JSON value that knows its path, so that whatever is wrong with it can be named. */
record JsonAt(JsonNode json, String path) {
    private static final ObjectWriter SPACED = JsonMapper.shared().writer().with((PrettyPrinter)
            new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                            .withObjectEntrySpacing(Separators.Spacing.AFTER)
                            .withArrayElementSpacing(Separators.Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator(""))
                    .withObjectIndenter(DefaultPrettyPrinter.NopIndenter.instance())
                    .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance()));

    /** The field's value, or null when it is absent or JSON null. */
    @Nullable JsonAt get(String name) {
        JsonNode value = json.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        return new JsonAt(value, path.isEmpty() ? name : path + "." + name);
    }

    /** The first of several spellings of a field that is present. */
    @Nullable JsonAt getAny(String... names) {
        for (String name : names) {
            JsonAt value = get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    JsonAt require(String name, String remedy) {
        JsonAt value = get(name);
        if (value == null) {
            throw new TrajectoryFormatException(path.isEmpty() ? name : path + "." + name, "is missing", remedy);
        }
        return value;
    }

    /** Refuses fields outside this list: what a reader does not know it cannot leave out. */
    JsonAt allow(String... fields) {
        for (String name : json.propertyNames()) {
            if (!List.of(fields).contains(name)) {
                throw new TrajectoryFormatException(
                        path.isEmpty() ? name : path + "." + name,
                        "is no field known here",
                        "Fields are " + String.join(", ", fields) + ".");
            }
        }
        return this;
    }

    List<JsonAt> items() {
        if (!json.isArray()) {
            throw error("is " + kind() + ", not an array", "Send a JSON array.");
        }
        List<JsonAt> items = new ArrayList<>(json.size());
        for (int i = 0; i < json.size(); i++) {
            items.add(new JsonAt(json.get(i), path + "[" + i + "]"));
        }
        return items;
    }

    JsonAt object() {
        if (!json.isObject()) {
            throw error("is " + kind() + ", not an object", "Send a JSON object.");
        }
        return this;
    }

    String text() {
        if (!json.isString()) {
            throw error("is " + kind() + ", not a string", "Send a JSON string.");
        }
        return StorableText.of(json.stringValue());
    }

    /**
     * A string as it is, anything else as JSON: for arguments and results, which tools send in both shapes. Spaced as
     * models with Hermes-style calls write it, so that a run reads the same whichever format it arrives in.
     */
    String textOrJson() {
        return StorableText.of(json.isString() ? json.stringValue() : SPACED.writeValueAsString(json));
    }

    TrajectoryFormatException error(String problem, String remedy) {
        return new TrajectoryFormatException(path, problem, remedy);
    }

    String kind() {
        return switch (json.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            default -> "not JSON";
        };
    }
}
