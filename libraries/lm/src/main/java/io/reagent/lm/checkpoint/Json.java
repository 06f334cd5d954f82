package io.reagent.lm.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON files of a checkpoint directory. */
final class Json {
    private Json() {}

    static JsonNode read(Path file) {
        if (!Files.exists(file)) {
            throw new CheckpointException(file + ": not found");
        }
        try {
            return JsonMapper.shared().readTree(file.toFile());
        } catch (JacksonException e) {
            throw new CheckpointException(file + ": not readable as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
