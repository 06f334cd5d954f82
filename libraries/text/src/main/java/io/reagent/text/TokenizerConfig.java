package io.reagent.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code tokenizer_config.json} and the files beside it say besides the tokenizer itself.
 *
 * @param named control tokens by role: {@code bos_token}, {@code eos_token}, {@code pad_token}, …
 * @param chatTemplates Jinja sources by name; the only or main one is {@code default}
 */
public record TokenizerConfig(Map<String, String> named, Map<String, String> chatTemplates) {
    static final String DEFAULT_TEMPLATE = "default";

    public TokenizerConfig {
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        chatTemplates = Collections.unmodifiableMap(new LinkedHashMap<>(chatTemplates));
    }

    /** A configuration with one chat template. */
    public static TokenizerConfig of(String eosToken, String padToken, @Nullable String chatTemplate) {
        return new TokenizerConfig(
                Map.of("eos_token", eosToken, "pad_token", padToken),
                chatTemplate == null ? Map.of() : Map.of(DEFAULT_TEMPLATE, chatTemplate));
    }

    /** Reads {@code tokenizer_config.json}, {@code special_tokens_map.json} and {@code chat_template.jinja}; each may be missing. */
    public static TokenizerConfig read(Path directory) {
        Path file = directory.resolve("tokenizer_config.json");
        JsonNode config = Files.exists(file)
                ? TokenizerFiles.readJson(file)
                : JsonMapper.shared().createObjectNode();
        Map<String, String> templates = new LinkedHashMap<>();
        JsonNode template = config.path("chat_template");
        if (template.isString()) {
            templates.put(DEFAULT_TEMPLATE, template.asString());
        }
        for (JsonNode one : template.isArray() ? template : JsonMapper.shared().createArrayNode()) {
            templates.put(one.path("name").asString(), one.path("template").asString());
        }
        TemplateFiles.read(directory, templates);
        return new TokenizerConfig(NamedTokens.read(directory).byRole(), templates);
    }

    void save(Path directory) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("tokenizer_class", "PreTrainedTokenizerFast");
        config.put("clean_up_tokenization_spaces", false);
        named.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> config.put(entry.getKey(), entry.getValue()));
        String template = chatTemplates.get(DEFAULT_TEMPLATE);
        if (template != null) {
            config.put("chat_template", template);
        }
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        json.writeValue(directory.resolve("tokenizer_config.json").toFile(), config);
    }
}
