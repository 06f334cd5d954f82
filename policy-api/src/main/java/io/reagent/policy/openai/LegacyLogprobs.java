package io.reagent.policy.openai;

import io.reagent.lm.generate.GeneratedToken;
import io.reagent.lm.generate.GeneratedToken.Alternative;
import io.reagent.lm.generate.PromptToken;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Logprobs as completions show them: four lists, a place for each token. Offsets count on from call to call. */
final class LegacyLogprobs {
    private final TokenTexts texts;
    private final int top;
    private int offset;

    /**
     * @param top alternatives to show beside the token itself
     * @param offset of the first token in prompt and completion, in code points
     */
    LegacyLogprobs(TokenTexts texts, int top, int offset) {
        this.texts = texts;
        this.top = top;
        this.offset = offset;
    }

    /** @param logprob null for a prompt's first token, which nothing foretells */
    record Entry(int id, @Nullable Float logprob, List<Alternative> alternatives) {}

    static Entry entry(GeneratedToken token) {
        return new Entry(token.id(), token.logprob(), token.alternatives());
    }

    /** A prompt's tokens, the first one too. */
    static List<Entry> entries(int first, List<PromptToken> others) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(first, null, List.of()));
        others.forEach(token -> entries.add(new Entry(token.id(), token.logprob(), token.alternatives())));
        return entries;
    }

    ObjectNode of(List<Entry> entries) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode tokens = json.putArray("tokens");
        ArrayNode logprobs = json.putArray("token_logprobs");
        ArrayNode tops = json.putArray("top_logprobs");
        ArrayNode offsets = json.putArray("text_offset");
        for (Entry entry : entries) {
            String text = texts.text(entry.id);
            tokens.add(text);
            offsets.add(offset);
            offset += texts.characters(entry.id);
            if (entry.logprob == null) {
                logprobs.addNull();
                tops.addNull();
            } else {
                logprobs.add(Logprobs.finite(entry.logprob));
                tops.add(alternatives(entry, entry.logprob, text));
            }
        }
        return json;
    }

    /** The likeliest first, and the token itself in any case; of tokens that look alike the likeliest is shown. */
    private ObjectNode alternatives(Entry entry, float logprob, String text) {
        ObjectNode alternatives = JsonNodeFactory.instance.objectNode();
        for (Alternative alternative : entry.alternatives.subList(0, Math.min(top, entry.alternatives.size()))) {
            String name = texts.text(alternative.id());
            if (!alternatives.has(name)) {
                alternatives.put(name, Logprobs.finite(Logprobs.logprob(alternative, entry.id, logprob)));
            }
        }
        if (!alternatives.has(text)) {
            alternatives.put(text, Logprobs.finite(logprob));
        }
        return alternatives;
    }
}
