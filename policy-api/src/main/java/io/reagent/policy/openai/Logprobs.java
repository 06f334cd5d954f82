package io.reagent.policy.openai;

import io.reagent.lm.generate.GeneratedToken;
import io.reagent.lm.generate.GeneratedToken.Alternative;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Logprobs as chat completions show them: an entry for each sampled token, one that ended the turn included. */
final class Logprobs {
    /** What stands for the logarithm of nothing, which JSON cannot write. */
    private static final float LEAST = -9999;

    private Logprobs() {}

    static ObjectNode chat(List<GeneratedToken> tokens, TokenTexts texts) {
        ObjectNode logprobs = JsonNodeFactory.instance.objectNode();
        ArrayNode content = logprobs.putArray("content");
        for (GeneratedToken token : tokens) {
            ObjectNode entry = entry(token.id(), token.logprob(), texts);
            ArrayNode top = entry.putArray("top_logprobs");
            for (Alternative alternative : token.alternatives()) {
                top.add(entry(alternative.id(), logprob(alternative, token.id(), token.logprob()), texts));
            }
            content.add(entry);
        }
        logprobs.putNull("refusal");
        return logprobs;
    }

    private static ObjectNode entry(int id, float logprob, TokenTexts texts) {
        ObjectNode entry = JsonNodeFactory.instance
                .objectNode()
                .put("token", texts.text(id))
                .put("logprob", finite(logprob));
        ArrayNode bytes = entry.putArray("bytes");
        for (byte b : texts.bytes(id)) {
            bytes.add(b & 0xFF);
        }
        return entry;
    }

    /** The token and its alternatives are computed apart; what is the same token has to have the same logprob. */
    static float logprob(GeneratedToken.Alternative alternative, int token, float logprob) {
        return alternative.id() == token ? logprob : alternative.logprob();
    }

    static float finite(float logprob) {
        return Math.max(logprob, LEAST);
    }
}
