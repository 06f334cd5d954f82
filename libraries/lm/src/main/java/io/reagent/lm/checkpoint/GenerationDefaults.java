package io.reagent.lm.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What a checkpoint says of generating with it.
 *
 * @param endTokens ids that end a turn
 */
public record GenerationDefaults(Set<Integer> endTokens) {
    public GenerationDefaults {
        endTokens = Set.copyOf(endTokens);
    }

    /** From generation_config.json, or config.json where that says nothing. */
    public static GenerationDefaults read(Path directory) {
        Path file = directory.resolve("generation_config.json");
        Set<Integer> ends = Files.exists(file) ? ends(Json.read(file)) : Set.of();
        return new GenerationDefaults(ends.isEmpty() ? ends(Json.read(directory.resolve("config.json"))) : ends);
    }

    private static Set<Integer> ends(JsonNode json) {
        Set<Integer> ends = new TreeSet<>();
        JsonNode node = json.path("eos_token_id");
        if (node.isArray()) {
            node.values().forEach(id -> ends.add(id.asInt()));
        } else if (node.isInt()) {
            ends.add(node.asInt());
        }
        return ends;
    }
}
