package io.reagent.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A trained byte-level vocabulary, to be written as a Hugging Face tokenizer.
 *
 * @param pieces the learned tokens in order of id, spelled in the byte alphabet
 * @param merges the pairs merged, first learned first
 * @param added the added tokens; their ids follow the pieces'
 */
public record BpeVocabulary(List<String> pieces, List<Merge> merges, List<AddedToken> added) {
    /** Two neighbouring pieces that become one. */
    public record Merge(String left, String right) {}

    public BpeVocabulary {
        pieces = List.copyOf(pieces);
        merges = List.copyOf(merges);
        added = List.copyOf(added);
    }

    /** Tokens in all. */
    public int size() {
        return pieces.size() + added.size();
    }

    /** Writes {@code tokenizer.json} and {@code tokenizer_config.json} into a directory. */
    public void save(Path directory, TokenizerConfig config) {
        config.named().forEach((role, token) -> {
            if (added.stream().noneMatch(known -> known.content().equals(token))) {
                throw new IllegalArgumentException(role + " is " + token + ", which is not an added token");
            }
        });
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("tokenizer.json"), json.writeValueAsString(definition()) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        config.save(directory);
    }

    private Map<String, Object> definition() {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("version", "1.0");
        definition.put("truncation", null);
        definition.put("padding", null);
        definition.put("added_tokens", addedTokens());
        definition.put("normalizer", Map.of("type", "NFC"));
        definition.put("pre_tokenizer", preTokenizer());
        definition.put("post_processor", null);
        definition.put("decoder", byteLevel());
        definition.put("model", model());
        return definition;
    }

    private List<Map<String, Object>> addedTokens() {
        return added.stream()
                .map(token -> ordered(
                        "id", pieces.size() + added.indexOf(token),
                        "content", token.content(),
                        "single_word", false,
                        "lstrip", false,
                        "rstrip", false,
                        "normalized", false,
                        "special", token.special()))
                .toList();
    }

    private static Map<String, Object> preTokenizer() {
        Map<String, Object> split = ordered(
                "type",
                "Split",
                "pattern",
                Map.of("Regex", WordSplitter.EXPRESSION),
                "behavior",
                "Isolated",
                "invert",
                false);
        return ordered("type", "Sequence", "pretokenizers", List.of(split, byteLevel()));
    }

    private static Map<String, Object> byteLevel() {
        return ordered("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", false, "use_regex", false);
    }

    private Map<String, Object> model() {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        pieces.forEach(piece -> vocabulary.put(piece, vocabulary.size()));
        Map<String, Object> model = ordered("type", "BPE", "fuse_unk", false, "byte_fallback", false);
        model.put("dropout", null);
        model.put("unk_token", null);
        model.put("continuing_subword_prefix", null);
        model.put("end_of_word_suffix", null);
        model.put("ignore_merges", false);
        model.put("vocab", vocabulary);
        model.put("merges", merges.stream().map(m -> m.left() + " " + m.right()).toList());
        return model;
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
