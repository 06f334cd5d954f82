package io.reagent.policy.openai;

import io.reagent.kit.database.UuidV7;
import io.reagent.lm.generate.Completion;
import io.reagent.lm.generate.FinishReason;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an answer, or each chunk of one, has around its choices; counts tokens. */
final class Envelope {
    private final String id;
    private final long created = Instant.now().getEpochSecond();
    private final String model;
    private final int samples;
    private int promptTokens;
    private int cachedTokens;
    private int completionTokens;

    /** @param samples of each prompt */
    Envelope(String idPrefix, String model, int samples) {
        this.id = idPrefix + UuidV7.next().toString().replace("-", "");
        this.model = model;
        this.samples = samples;
    }

    ObjectNode open(String object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }

    /** Counts a finished choice; its prompt counts once for all its samples. */
    void count(int choice, Completion completion, int sampled) {
        completionTokens += sampled;
        if (choice % samples == 0) {
            promptTokens += completion.promptTokens();
            cachedTokens += completion.reusedTokens();
        }
    }

    ObjectNode usage() {
        ObjectNode usage = usage(promptTokens, completionTokens);
        usage.putObject("prompt_tokens_details").put("cached_tokens", cachedTokens);
        return usage;
    }

    /** The counts of one choice so far, for a chunk of it. */
    static ObjectNode usage(int promptTokens, int completionTokens) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", completionTokens)
                .put("total_tokens", promptTokens + completionTokens);
    }

    static ArrayNode ids(Iterable<Integer> ids) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        ids.forEach(array::add);
        return array;
    }

    static ArrayNode ids(int[] ids) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int id : ids) {
            array.add(id);
        }
        return array;
    }

    static String reason(FinishReason reason) {
        return reason == FinishReason.STOP ? "stop" : "length";
    }
}
