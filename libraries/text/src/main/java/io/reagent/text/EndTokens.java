package io.reagent.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The tokens that end a turn, as a model's directory names them. */
public final class EndTokens {
    private EndTokens() {}

    /** Ids from generation_config.json, or config.json where that names none; none where neither does. */
    public static Set<Integer> read(Path directory) {
        Set<Integer> ends = named(directory.resolve("generation_config.json"));
        return ends.isEmpty() ? named(directory.resolve("config.json")) : ends;
    }

    private static Set<Integer> named(Path file) {
        if (!Files.exists(file)) {
            return Set.of();
        }
        Set<Integer> ends = new TreeSet<>();
        JsonNode node = TokenizerFiles.readJson(file).path("eos_token_id");
        if (node.isArray()) {
            node.values().forEach(id -> ends.add(id.asInt()));
        } else if (node.isInt()) {
            ends.add(node.asInt());
        }
        return Set.copyOf(ends);
    }
}
