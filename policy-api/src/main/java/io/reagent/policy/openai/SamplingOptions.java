package io.reagent.policy.openai;

import io.reagent.kit.json.FieldReader;
import io.reagent.lm.LanguageModel;
import io.reagent.lm.generate.SamplingParameters;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What both kinds of completion have in common.
 *
 * @param n samples of each prompt
 * @param maxTokens of each sample; null for the endpoint's default
 * @param seed of the first sample, the others count on from it; null for a random one
 * @param stopTokens more tokens that end a sample
 * @param ignoreEnd whether the model's own end tokens end nothing
 * @param streamUsage whether a stream ends with the token counts
 * @param tokenIds whether the answer holds the ids of prompt and sampled tokens
 */
record SamplingOptions(
        int n,
        @Nullable Integer maxTokens,
        SamplingParameters parameters,
        @Nullable Long seed,
        List<String> stop,
        Set<Integer> stopTokens,
        boolean ignoreEnd,
        boolean stream,
        boolean streamUsage,
        boolean tokenIds) {
    static final int MOST_SAMPLES = 128;
    private static final int MOST_STOPS = 64;

    SamplingOptions {
        stop = List.copyOf(stop);
        stopTokens = Set.copyOf(stopTokens);
    }

    /** @param leastTokens that may be asked for */
    static SamplingOptions read(FieldReader body, int leastTokens) {
        refuseUnsupported(body);
        FieldReader streaming = body.object("stream_options");
        Integer completionTokens = Fields.integer(body, "max_completion_tokens", leastTokens, Integer.MAX_VALUE);
        Integer maxTokens = Fields.integer(body, "max_tokens", leastTokens, Integer.MAX_VALUE);
        return new SamplingOptions(
                Fields.integer(body, "n", 1, MOST_SAMPLES, 1),
                completionTokens == null ? maxTokens : completionTokens,
                parameters(body),
                body.integer("seed"),
                stops(body),
                stopTokens(body),
                Fields.truth(body, "ignore_eos", false),
                Fields.truth(body, "stream", false),
                streaming != null && Fields.truth(streaming, "include_usage", false),
                Fields.truth(body, "return_token_ids", false));
    }

    private static SamplingParameters parameters(FieldReader body) {
        double topP = Fields.number(body, "top_p", 0, 1, 1);
        double minP = Fields.number(body, "min_p", 0, 1, 0);
        if (topP == 0 || minP == 1) {
            throw Refusals.invalid(
                    topP == 0 ? "top_p" : "min_p",
                    "top_p must be above 0 and min_p below 1",
                    "Set temperature to 0 for the likeliest token.");
        }
        return new SamplingParameters(
                Fields.number(body, "temperature", 0, SamplingParameters.HOTTEST, 1),
                // vLLM's -1 means all, as 0 does
                Math.max(0, Fields.integer(body, "top_k", -1, Integer.MAX_VALUE, 0)),
                topP,
                minP);
    }

    private static List<String> stops(FieldReader body) {
        List<String> stops = Fields.texts(body, "stop");
        if (stops.size() > MOST_STOPS || stops.stream().anyMatch(String::isEmpty)) {
            throw Refusals.invalid(
                    "stop",
                    "stop must be at most " + MOST_STOPS + " strings, none of them empty",
                    "Leave stop out to stop at the model's own end of turn.");
        }
        return stops;
    }

    private static Set<Integer> stopTokens(FieldReader body) {
        JsonNode ids = body.any("stop_token_ids");
        if (ids == null) {
            return Set.of();
        }
        if (!ids.isArray() || !ids.valueStream().allMatch(id -> id.isIntegralNumber() && id.canConvertToInt())) {
            throw Fields.mistyped("stop_token_ids", "a list of token ids");
        }
        return ids.valueStream().map(JsonNode::intValue).collect(Collectors.toSet());
    }

    /** What would change the samples and cannot be done is refused, not left out. */
    private static void refuseUnsupported(FieldReader body) {
        for (String penalty : List.of("frequency_penalty", "presence_penalty")) {
            if (Fields.number(body, penalty, -2, 2, 0) != 0) {
                throw Refusals.unsupported(penalty, penalty + " is not supported", "Leave it out.");
            }
        }
        JsonNode bias = body.any("logit_bias");
        if (bias != null && !bias.isEmpty()) {
            throw Refusals.unsupported("logit_bias", "logit_bias is not supported", "Leave it out.");
        }
    }

    /** Tokens that end a sample of a model. */
    Set<Integer> endTokens(LanguageModel model) {
        Set<Integer> ends = new HashSet<>(stopTokens);
        ends.addAll(ignoreEnd ? Set.of() : model.endTokens());
        return ends;
    }

    /** The seed of the first sample. */
    long firstSeed() {
        return seed == null ? ThreadLocalRandom.current().nextLong() : seed;
    }
}
