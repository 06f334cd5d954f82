package io.reagent.text;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes added tokens out of a tokenizer's model, so that no text becomes one; ids stay what they are. What the model makes
 * by itself of other text and is no control token, such as a word that was added again, is left to it.
 */
final class BlindVocabulary {
    /** Begins pieces that no text spells: nobody can guess the rest. */
    private final String unspeakable = "\uFFFF" + UUID.randomUUID();

    private final Map<String, Boolean> added;

    /** @param added their texts; true for control tokens */
    BlindVocabulary(Map<String, Boolean> added) {
        this.added = added;
    }

    void hide(ObjectNode model) {
        switch (model.get("vocab")) {
            case ArrayNode pieces -> hide(pieces);
            case ObjectNode vocabulary -> hide(model, vocabulary);
            case null, default -> {}
        }
    }

    /** Unigram: an id is a place, so that a piece must stay; a learned one has a logprob, which is below 0. */
    private void hide(ArrayNode pieces) {
        for (int id = 0; id < pieces.size(); id++) {
            ArrayNode piece = (ArrayNode) pieces.get(id);
            String text = piece.get(0).asString();
            if (hides(text, piece.get(1).asDouble() < 0)) {
                piece.set(0, piece.stringNode(unspeakable + id));
            }
        }
    }

    private void hide(ObjectNode model, ObjectNode vocabulary) {
        Set<String> merged = new HashSet<>();
        for (JsonNode merge : model.path("merges")) {
            merged.add(left(merge) + right(merge));
        }
        Set<String> hidden = new HashSet<>();
        for (String token : added.keySet()) {
            if (vocabulary.has(token) && hides(token, merged.contains(token))) {
                hidden.add(token);
            }
        }
        @Nullable String unknown = model.path("unk_token").asString(null);
        if (unknown != null && hidden.contains(unknown)) {
            vocabulary.set(unspeakable, vocabulary.get(unknown));
            model.put("unk_token", unspeakable);
        }
        vocabulary.remove(hidden);
        if (model.get("merges") instanceof ArrayNode merges) {
            merges.removeIf(merge -> hidden.contains(left(merge))
                    || hidden.contains(right(merge))
                    || hidden.contains(left(merge) + right(merge)));
        }
    }

    /** A single character is what other text is made of. */
    private boolean hides(String token, boolean learned) {
        return added.containsKey(token)
                && token.codePointCount(0, token.length()) > 1
                && (added.getOrDefault(token, false) || !learned);
    }

    /** {@code "a b"}, or {@code ["a", "b"]}. */
    private static String left(JsonNode merge) {
        return merge.isArray()
                ? merge.get(0).asString()
                : merge.asString().substring(0, merge.asString().indexOf(' '));
    }

    private static String right(JsonNode merge) {
        return merge.isArray()
                ? merge.get(1).asString()
                : merge.asString().substring(merge.asString().indexOf(' ') + 1);
    }
}
