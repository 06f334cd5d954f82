package io.reagent.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A tokenizer.json, completed by what the files beside it add to it. */
final class TokenizerFiles {
    private final ObjectNode definition;
    private final Map<String, Integer> ids;
    private final Set<String> special = new HashSet<>();

    private TokenizerFiles(ObjectNode definition) {
        this.definition = definition;
        this.ids = vocabulary(definition);
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
        completeAddedTokens(definition, directory);
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

    /** What the number of a text's characters tells about the number of its tokens. */
    TokenFloor floor() {
        Set<String> added = new HashSet<>();
        addedTokens(definition).forEach(token -> added.add(token.path("content").asString()));
        return TokenFloor.of(definition, ids.keySet(), added, byteLevel());
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

    /** Whether control tokens are put around a text where that is asked for. */
    boolean addsSpecial() {
        JsonNode processor = definition.path("post_processor");
        return processor.findValues("special_tokens").stream().anyMatch(tokens -> !tokens.isEmpty())
                || processor.findValues("type").stream()
                        .map(type -> type.asString(""))
                        .anyMatch(type -> type.equals("BertProcessing") || type.equals("RobertaProcessing"));
    }

    /** The tokenizer as it is meant: added tokens are recognised wherever they stand. */
    String parsing() {
        return definition.toString();
    }

    /**
     * The same tokenizer, blind to added tokens: none can come out of it, whatever the text. They are taken out of the
     * model's vocabulary too, where a Unigram model or one with {@code ignore_merges} would find them.
     */
    String blind() {
        ObjectNode copy = definition.deepCopy();
        copy.putNull("post_processor");
        Map<String, Boolean> added = new HashMap<>();
        for (JsonNode token : addedTokens(copy)) {
            added.put(token.path("content").asString(), token.path("special").asBoolean(false));
        }
        copy.putArray("added_tokens");
        if (copy.get("model") instanceof ObjectNode model) {
            new BlindVocabulary(added).hide(model);
        }
        return copy.toString();
    }

    private static Iterable<JsonNode> addedTokens(ObjectNode definition) {
        return definition.path("added_tokens");
    }

    /** Some repositories list control tokens only beside the tokenizer: transformers adds them, so do we. */
    private static void completeAddedTokens(ObjectNode definition, Path directory) {
        Path file = directory.resolve("tokenizer_config.json");
        ArrayNode tokens = definition.withArray("added_tokens");
        Map<String, ObjectNode> known = new HashMap<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode token : tokens) {
            known.put(token.path("content").asString(), (ObjectNode) token);
            ids.add(token.path("id").asInt());
        }
        JsonNode listed = Files.exists(file)
                ? readJson(file).path(NamedTokens.LISTED)
                : JsonMapper.shared().createObjectNode();
        listed.forEachEntry((id, token) -> {
            ObjectNode there = known.get(token.path("content").asString(""));
            if (there != null && token.path("special").asBoolean(false)) {
                there.put("special", true);
            } else if (there == null && token instanceof ObjectNode object && ids.add(Integer.valueOf(id))) {
                ObjectNode added = object.deepCopy().put("id", Integer.parseInt(id));
                tokens.add(added);
                known.put(added.path("content").asString(), added);
            }
        });
        Map<String, Integer> vocabulary = vocabulary(definition);
        NamedTokens.read(directory).tokens().forEach((text, token) -> {
            ObjectNode there = known.get(text);
            Integer id = vocabulary.get(text);
            if (there != null) {
                there.put("special", true);
            } else if (id != null) { // one that the vocabulary lacks has no row in the model's embedding
                tokens.add(token.deepCopy().put("id", id));
            }
        });
    }

    private static Map<String, Integer> vocabulary(ObjectNode definition) {
        Map<String, Integer> ids = new HashMap<>();
        JsonNode vocabulary = definition.path("model").path("vocab");
        if (vocabulary instanceof ArrayNode pieces) { // Unigram: [piece, score], the place is the id
            for (int id = 0; id < pieces.size(); id++) {
                ids.put(pieces.get(id).get(0).asString(), id);
            }
        } else {
            vocabulary.forEachEntry((piece, id) -> ids.put(piece, id.asInt()));
        }
        return ids;
    }
}
