package io.reagent.lm.generate;

import io.reagent.lm.decoder.KeyValueCache;
import java.util.Arrays;

/**
 * Prompt tokens whose logprobs a call has computed.
 *
 * @param firstRow of the logits after the sequence's tokens of this call
 * @param count how many tokens that were
 */
record PromptScores(Sequence sequence, int firstRow, int count) {
    /** Before the sequence advances: logits after its i-th token here foretell the one that follows in the prompt. */
    void tell(TokenSampler sampler, KeyValueCache.Logits logits) {
        int[] prompt = sequence.request().prompt();
        int from = sequence.computed();
        int known = Math.min(count, prompt.length - 1 - from);
        if (known <= 0) {
            return;
        }
        int[] targets = Arrays.copyOfRange(prompt, from + 1, from + 1 + known);
        sampler.score(logits, firstRow, targets, sequence.request().logprobs().prompt())
                .forEach(sequence::scored);
    }
}
