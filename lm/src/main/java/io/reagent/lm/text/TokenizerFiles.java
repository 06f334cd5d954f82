package io.reagent.lm.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A tokenizer.json, completed by what tokenizer_config.json adds to it. */
final class TokenizerFiles {
    private final ObjectNode definition;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Set<String> special = new HashSet<>();

    private TokenizerFiles(ObjectNode definition) {
        this.definition = definition;
        JsonNode vocabulary = definition.path("model").path("vocab");
        if (vocabulary instanceof ArrayNode pieces) { // Unigram: [piece, score], the place is the id
            for (int id = 0; id < pieces.size(); id++) {
                ids.put(pieces.get(id).get(0).asString(), id);
            }
        } else {
            vocabulary.forEachEntry((piece, id) -> ids.put(piece, id.asInt()));
        }
        for (JsonNode token : addedTokens(definition)) {
            String content = token.path("content").asString();
            ids.put(content, token.path("id").asInt());
            if (token.path("special").asBoolean(false)) {
                special.add(content);
            }
        }
    }

    static TokenizerFiles read(Path directory) {
        Path file = directory.resolve("tokenizer.json");
        if (!(readJson(file) instanceof ObjectNode definition) || !definition.has("model")) {
            throw new TokenizerException(file + ": has no \"model\"; save it with a fast tokenizer of transformers");
        }
        Path configFile = directory.resolve("tokenizer_config.json");
        if (Files.exists(configFile)) {
            completeAddedTokens(definition, readJson(configFile).path("added_tokens_decoder"));
        }
        definition.putNull("truncation");
        definition.putNull("padding");
        return new TokenizerFiles(definition);
    }

    static JsonNode readJson(Path file) {
        if (!Files.exists(file)) {
            throw new TokenizerException(file + ": not found");
        }
        try {
            return JsonMapper.shared().readTree(file.toFile());
        } catch (JacksonException e) {
            throw new TokenizerException(file + ": not readable as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Id of every vocabulary entry and added token. */
    Map<String, Integer> ids() {
        return ids;
    }

    /** Texts of the control tokens. */
    Set<String> special() {
        return special;
    }

    boolean byteLevel() {
        return definition.path("decoder").path("type").asString("").equals("ByteLevel");
    }

    /** Whether pieces are spelled as text with {@code ▁} for a space. */
    boolean spacePieces() {
        JsonNode decoder = definition.path("decoder");
        return decoder.path("type").asString("").equals("Metaspace")
                || decoder.path("decoders").valueStream().anyMatch(TokenizerFiles::writesSpaces);
    }

    private static boolean writesSpaces(JsonNode decoder) {
        return decoder.path("type").asString("").equals("Metaspace")
                || decoder.path("pattern").path("String").asString("").equals("▁");
    }

    /** The tokenizer as it is meant: added tokens are recognised wherever they stand. */
    String parsing() {
        return definition.toString();
    }

    /**
     * The same tokenizer, blind to added tokens: none can come out of it, whatever the text. Control tokens are taken out
     * of the model's vocabulary too, since a model with {@code ignore_merges} would find them there.
     */
    String blind() {
        ObjectNode copy = definition.deepCopy();
        copy.putNull("post_processor");
        Set<String> added = new HashSet<>();
        addedTokens(copy).forEach(token -> added.add(token.path("content").asString()));
        copy.putArray("added_tokens");
        if (copy.get("model") instanceof ObjectNode model && model.get("vocab") instanceof ObjectNode vocabulary) {
            @Nullable String unknown = model.path("unk_token").asString(null);
            Predicate<String> removable = token -> !token.equals(unknown) && vocabulary.has(token);
            vocabulary.remove(added.stream().filter(removable).toList());
        }
        return copy.toString();
    }

    private static Iterable<JsonNode> addedTokens(ObjectNode definition) {
        return definition.path("added_tokens");
    }

    /** Some repositories list control tokens only beside the tokenizer: transformers adds them, so do we. */
    private static void completeAddedTokens(ObjectNode definition, JsonNode decoder) {
        ArrayNode tokens = definition.withArray("added_tokens");
        Set<Integer> known = new HashSet<>();
        tokens.forEach(token -> known.add(token.path("id").asInt()));
        decoder.forEachEntry((id, token) -> {
            if (token instanceof ObjectNode object && known.add(Integer.valueOf(id))) {
                tokens.add(object.deepCopy().put("id", Integer.parseInt(id)));
            }
        });
    }
}
