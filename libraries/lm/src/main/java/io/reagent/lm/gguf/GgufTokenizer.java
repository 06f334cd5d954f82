package io.reagent.lm.gguf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A GGUF file's byte-level tokenizer and chat templates as the files that transformers and this project read. */
final class GgufTokenizer {
    private static final String PREFIX = "tokenizer.ggml.";
    private static final String TEMPLATE = "tokenizer.chat_template";
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;

    private final GgufMetadata metadata;
    private final List<String> tokens;
    private final int[] kinds;
    private final PreTokenizer cut;

    GgufTokenizer(GgufMetadata metadata, long rows) {
        this.metadata = metadata;
        String model = metadata.text(PREFIX + "model");
        if (!model.equals("gpt2")) {
            throw metadata.wrong(
                    PREFIX + "model",
                    "is '" + model
                            + "', which is not supported; expected gpt2, a byte-level tokenizer; take the directory"
                            + " that the model was published as");
        }
        this.cut = PreTokenizer.of(metadata);
        this.tokens = metadata.texts(PREFIX + "tokens");
        this.kinds = metadata.numbers(PREFIX + "token_type");
        if (kinds.length != tokens.size() || tokens.size() > rows) {
            throw metadata.wrong(
                    PREFIX + "tokens",
                    "are " + tokens.size() + " with " + kinds.length + " types, for " + rows
                            + " rows of the embedding");
        }
    }

    @Nullable Integer begin() {
        return id("bos_token_id");
    }

    int end() {
        Integer end = id("eos_token_id");
        if (end == null) {
            throw metadata.wrong(PREFIX + "eos_token_id", "is missing");
        }
        return end;
    }

    /** Every token that ends a turn. */
    private Set<Integer> ends() {
        Set<Integer> ends = new TreeSet<>(Set.of(end()));
        for (String name : new String[] {"eot_token_id", "eom_token_id"}) {
            Integer id = id(name);
            if (id != null) {
                ends.add(id);
            }
        }
        return ends;
    }

    void write(Path directory, int context) throws IOException {
        save(directory.resolve("tokenizer.json"), tokenizer());
        save(directory.resolve("tokenizer_config.json"), config(context));
        ObjectNode generation = JsonMapper.shared().createObjectNode();
        if (begin() != null) {
            generation.put("bos_token_id", begin());
        }
        ArrayNode ends = generation.putArray("eos_token_id");
        ends().forEach(ends::add);
        Integer pad = id("padding_token_id");
        if (pad != null) {
            generation.put("pad_token_id", pad);
        }
        save(directory.resolve("generation_config.json"), generation);
    }

    private ObjectNode tokenizer() {
        ObjectNode json = JsonMapper.shared().createObjectNode().put("version", "1.0");
        json.putNull("truncation").putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        if (cut.composed()) {
            json.putObject("normalizer").put("type", "NFC");
        } else {
            json.putNull("normalizer");
        }
        json.set("pre_tokenizer", cut.json(metadata.flag(PREFIX + "add_space_prefix", false)));
        json.set("post_processor", around());
        json.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", true)
                .put("trim_offsets", true)
                .put("use_regex", true);
        ObjectNode model = json.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", cut.wholeWords());
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            if (kinds[id] == CONTROL || kinds[id] == USER_DEFINED) {
                added(added, id, token, kinds[id] == CONTROL);
            }
            // an added token that the vocabulary lacks would get the first number behind it
            if (kinds[id] != UNUSED && vocabulary.replace(token, vocabulary.numberNode(id)) != null) {
                throw metadata.wrong(PREFIX + "tokens", "has " + token + " twice");
            }
        }
        ArrayNode merges = model.putArray("merges");
        metadata.texts(PREFIX + "merges").forEach(merges::add);
        return json;
    }

    private static void added(ArrayNode tokens, int id, String content, boolean special) {
        tokens.addObject()
                .put("id", id)
                .put("content", content)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", special);
    }

    private JsonNode around() {
        Integer begin = begin();
        if (begin == null || !metadata.flag(PREFIX + "add_bos_token", cut.addsBegin())) {
            return JsonMapper.shared()
                    .createObjectNode()
                    .put("type", "ByteLevel")
                    .put("add_prefix_space", true)
                    .put("trim_offsets", false)
                    .put("use_regex", true);
        }
        String token = text(begin);
        ObjectNode json = JsonMapper.shared().createObjectNode().put("type", "TemplateProcessing");
        ArrayNode single = json.putArray("single");
        special(single, token, 0);
        sequence(single, "A", 0);
        ArrayNode pair = json.putArray("pair");
        special(pair, token, 0);
        sequence(pair, "A", 0);
        special(pair, token, 1);
        sequence(pair, "B", 1);
        ObjectNode named = json.putObject("special_tokens").putObject(token).put("id", token);
        named.putArray("ids").add(begin);
        named.putArray("tokens").add(token);
        return json;
    }

    private static void special(ArrayNode into, String token, int type) {
        into.addObject().putObject("SpecialToken").put("id", token).put("type_id", type);
    }

    private static void sequence(ArrayNode into, String name, int type) {
        into.addObject().putObject("Sequence").put("id", name).put("type_id", type);
    }

    private ObjectNode config(int context) {
        ObjectNode json = JsonMapper.shared()
                .createObjectNode()
                .put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("clean_up_tokenization_spaces", false)
                .put("model_max_length", context);
        name(json, "bos_token", begin());
        name(json, "eos_token", end());
        name(json, "pad_token", id("padding_token_id"));
        name(json, "unk_token", id("unknown_token_id"));
        String main = metadata.textOr(TEMPLATE);
        Set<String> others = new TreeSet<>(metadata.keys(TEMPLATE + "."));
        if (main != null && others.isEmpty()) {
            json.put("chat_template", main);
        } else if (main != null) {
            ArrayNode templates = json.putArray("chat_template");
            templates.addObject().put("name", "default").put("template", main);
            for (String key : others) {
                templates
                        .addObject()
                        .put("name", key.substring(TEMPLATE.length() + 1))
                        .put("template", metadata.text(key));
            }
        }
        return json;
    }

    private void name(ObjectNode json, String role, @Nullable Integer id) {
        if (id != null) {
            json.put(role, text(id));
        }
    }

    private @Nullable Integer id(String name) {
        Integer id = metadata.id(PREFIX + name);
        if (id != null && (id < 0 || id >= tokens.size())) {
            throw metadata.wrong(PREFIX + name, "is " + id + ", which is no token of " + tokens.size());
        }
        return id;
    }

    private String text(int id) {
        return tokens.get(id);
    }

    private static void save(Path file, JsonNode json) throws IOException {
        Files.write(file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }
}
