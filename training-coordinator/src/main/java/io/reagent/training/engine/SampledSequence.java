package io.reagent.training.engine;

import tools.jackson.databind.JsonNode;

/**
 * What was sampled.
 *
 * @param tokens ids, a stop token at the end included where the server includes it
 * @param logprobs of the tokens, in nats
 * @param cut whether the limit of tokens ended it
 */
public record SampledSequence(int[] tokens, float[] logprobs, boolean cut) {
    static SampledSequence read(JsonNode result) {
        JsonNode sequence = result.path("sequences").path(0);
        JsonNode ids = sequence.path("tokens");
        int[] tokens = new int[ids.size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = ids.get(i).intValue();
        }
        float[] logprobs = LossOutput.floats(sequence.path("logprobs"));
        if (!ids.isArray() || logprobs.length != tokens.length) {
            throw new EngineException(
                    EngineException.Kind.REFUSED,
                    "the policy's server returned " + tokens.length + " tokens with " + logprobs.length
                            + " logprobs; training needs one for each",
                    null);
        }
        return new SampledSequence(
                tokens, logprobs, sequence.path("stop_reason").asString("").equals("length"));
    }
}
