package io.reagent.training.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a file with a JSON object a line; blank lines are skipped. Blocking. */
final class JsonLines {
    private static final JsonMapper JSON = JsonMapper.shared();

    private JsonLines() {}

    /** Makes something of a line. */
    interface Reader<T> {
        /** @param where file and line, for messages */
        T read(JsonNode line, String where);
    }

    /** @throws DatasetException that names the file and the line */
    static <T> List<T> read(Path path, Reader<T> reader) {
        List<T> items = new ArrayList<>();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(path, UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    items.add(reader.read(parse(line, path + " line " + number), path + " line " + number));
                }
            }
        } catch (NoSuchFileException missing) {
            throw new DatasetException("there is no file " + path, missing);
        } catch (MalformedInputException notText) {
            throw new DatasetException(path + " line " + (number + 1) + " is not UTF-8", notText);
        } catch (IOException unreadable) {
            throw new DatasetException(path + " cannot be read: " + unreadable, unreadable);
        }
        if (items.isEmpty()) {
            throw new DatasetException(path + " has no tasks");
        }
        return items;
    }

    private static JsonNode parse(String line, String where) {
        try {
            return JSON.readTree(line);
        } catch (JacksonException broken) {
            throw new DatasetException(where + " is not JSON: " + broken.getOriginalMessage(), broken);
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
        return value.stringValue();
    }
}
