package io.reagent.training.datasets;

import io.reagent.core.trajectory.StorableText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a file with a JSON object a line; blank lines are skipped. No error repeats the file's text. Blocking. */
final class JsonLines {
    private static final JsonMapper JSON = JsonMapper.shared();

    private JsonLines() {}

    /** Makes something of a line. */
    interface Reader<T> {
        /** @param where file and line, for messages */
        T read(JsonNode line, String where);
    }

    /**
     * @param name of the file, for messages
     * @throws DatasetException that names the file and the line
     */
    static <T> List<T> read(Path file, String name, int longestLine, Reader<T> reader) {
        List<T> items = new ArrayList<>();
        try (Utf8Lines lines = new Utf8Lines(file, longestLine)) {
            for (String line = next(lines, name); line != null; line = next(lines, name)) {
                if (!line.isBlank()) {
                    String where = name + " line " + lines.number();
                    items.add(reader.read(parse(line, where), where));
                }
            }
        } catch (IOException unreadable) {
            throw new DatasetException(name + " cannot be read", unreadable);
        }
        if (items.isEmpty()) {
            throw new DatasetException(name + " has no tasks");
        }
        return items;
    }

    private static @Nullable String next(Utf8Lines lines, String name) throws IOException {
        try {
            return lines.next();
        } catch (DatasetException unreadable) {
            throw new DatasetException(name + " line " + lines.number() + " " + unreadable.getMessage(), unreadable);
        }
    }

    private static JsonNode parse(String line, String where) {
        try {
            return JSON.readTree(line);
        } catch (JacksonException broken) {
            throw new DatasetException(
                    where + " is not JSON from character "
                            + broken.getLocation().getColumnNr() + " on",
                    broken);
        }
    }

    /** A field that must hold text, or a number as its text. */
    static String text(JsonNode json, String field, String where) {
        JsonNode value = json.path(field);
        if (value.isNumber()) {
            return value.asString();
        }
        if (!value.isString() || value.stringValue().isBlank()) {
            throw new DatasetException(where + " has no " + field);
        }
        return storable(value.stringValue(), where + ": " + field);
    }

    /** Null, or an empty list or object, as clients write what a message does not have. */
    static boolean saysNothing(JsonNode value) {
        return value.isNull() || value.isMissingNode() || value.isContainer() && value.isEmpty();
    }

    /** The text itself, which is kept as it is or not at all. */
    static String storable(String text, String what) {
        if (!StorableText.of(text).equals(text)) {
            throw new DatasetException(
                    what + " holds U+0000 or half a surrogate pair, which cannot be kept; remove it");
        }
        return text;
    }
}
