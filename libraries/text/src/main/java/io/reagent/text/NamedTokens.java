package io.reagent.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The control tokens that a directory names beside its tokenizer: in {@code tokenizer_config.json}, and, where that does not
 * list the added tokens themselves, in {@code special_tokens_map.json}, which counts before it, as for transformers.
 *
 * @param byRole {@code bos_token}, {@code eos_token}, {@code pad_token}, …
 * @param tokens all of them with what is said of each
 */
record NamedTokens(Map<String, String> byRole, SequencedMap<String, ObjectNode> tokens) {
    static final String LISTED = "added_tokens_decoder";
    private static final List<String> FURTHER = List.of("additional_special_tokens", "extra_special_tokens");

    NamedTokens {
        byRole = Collections.unmodifiableMap(new LinkedHashMap<>(byRole));
        tokens = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tokens));
    }

    static NamedTokens read(Path directory) {
        JsonNode config = json(directory.resolve("tokenizer_config.json"));
        NamedTokens named = new NamedTokens(new LinkedHashMap<>(), new LinkedHashMap<>()).with(config);
        return config.has(LISTED) ? named : named.with(json(directory.resolve("special_tokens_map.json")));
    }

    private static JsonNode json(Path file) {
        return Files.exists(file)
                ? TokenizerFiles.readJson(file)
                : JsonMapper.shared().createObjectNode();
    }

    private NamedTokens with(JsonNode file) {
        Map<String, String> roles = new LinkedHashMap<>(byRole);
        SequencedMap<String, ObjectNode> all = new LinkedHashMap<>(tokens);
        file.forEachEntry((name, value) -> {
            if (name.endsWith("_token") && !text(value).isEmpty()) {
                String before = roles.put(name, text(value));
                if (before != null && !roles.containsValue(before)) {
                    all.remove(before);
                }
                all.put(text(value), token(value));
            }
        });
        for (String list : FURTHER) {
            for (JsonNode value : file.path(list)) {
                if (!text(value).isEmpty()) {
                    all.putIfAbsent(text(value), token(value));
                }
            }
        }
        return new NamedTokens(roles, all);
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.asString() : value.path("content").asString("");
    }

    /** As {@code added_tokens} of a tokenizer has them, the id aside. */
    private static ObjectNode token(JsonNode value) {
        ObjectNode token = JsonMapper.shared().createObjectNode().put("content", text(value));
        for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
            token.put(flag, value.path(flag).asBoolean(false));
        }
        return token.put("special", true);
    }
}
