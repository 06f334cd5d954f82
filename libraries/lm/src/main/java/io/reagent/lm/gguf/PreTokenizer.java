package io.reagent.lm.gguf;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a byte-level tokenizer cuts a text before its merges: GGUF has only a name of it, {@code tokenizer.json} the rule.
 * Names are those of {@code llama-vocab.cpp}, rules those of the tokenizers that their models were published with.
 */
enum PreTokenizer {
    GPT2(List.of("gpt-2", "gpt2", "default"), "", false, false, false),
    SMOLLM(List.of("smollm"), "", true, false, false),
    QWEN2(
            List.of("qwen2", "deepseek-r1-qwen"),
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            false,
            true,
            false),
    LLAMA3(
            List.of("llama-bpe", "llama3", "llama-v3"),
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            false,
            false,
            true);

    private final List<String> names;
    private final String pattern;
    private final boolean digits;
    private final boolean composed;
    private final boolean llama3;

    PreTokenizer(List<String> names, String pattern, boolean digits, boolean composed, boolean llama3) {
        this.names = names;
        this.pattern = pattern;
        this.digits = digits;
        this.composed = composed;
        this.llama3 = llama3;
    }

    static PreTokenizer of(GgufMetadata metadata) {
        String name = metadata.text("tokenizer.ggml.pre");
        return Arrays.stream(values())
                .filter(one -> one.names.contains(name))
                .findFirst()
                .orElseThrow(() -> metadata.wrong(
                        "tokenizer.ggml.pre",
                        "is '" + name + "', which is not supported; expected "
                                + Arrays.stream(values())
                                        .map(one -> one.names.getFirst())
                                        .collect(Collectors.joining(", "))
                                + "; take the directory that the model was published as"));
    }

    /** Whether a word that is a token as it stands is taken whole, whatever the merges come to. */
    boolean wholeWords() {
        return llama3;
    }

    /** Whether a text begins with the beginning token where the file does not say. */
    boolean addsBegin() {
        return llama3;
    }

    /** Whether texts are brought to Unicode's composed form (NFC) first. */
    boolean composed() {
        return composed;
    }

    /** The {@code pre_tokenizer} of tokenizer.json. */
    ObjectNode json(boolean prefixSpace) {
        ObjectNode bytes = JsonMapper.shared()
                .createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", prefixSpace)
                .put("trim_offsets", true)
                .put("use_regex", pattern.isEmpty());
        if (pattern.isEmpty() && !digits) {
            return bytes;
        }
        ObjectNode sequence = JsonMapper.shared().createObjectNode().put("type", "Sequence");
        ArrayNode parts = sequence.putArray("pretokenizers");
        if (digits) {
            parts.addObject().put("type", "Digits").put("individual_digits", true);
        }
        if (!pattern.isEmpty()) {
            ObjectNode split = parts.addObject().put("type", "Split");
            split.putObject("pattern").put("Regex", pattern);
            split.put("behavior", "Isolated").put("invert", false);
        }
        parts.add(bytes);
        return sequence;
    }
}
