package io.reagent.lm.generate;

import io.reagent.lm.constrain.Grammar;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sequence to generate.
 *
 * @param prompt token ids, at least one
 * @param maxTokens the most tokens to generate, at least 1
 * @param sampling how each token is chosen
 * @param seed of this request's random numbers; the same seed and model give the same tokens
 * @param stopTokens generation ends at any of these; the token is not part of the completion's text
 * @param stopStrings generation ends when the text contains any of these; text from there on is cut
 * @param topLogprobs how many alternatives to report for each generated token, 0 for none
 * @param promptLogprobs how many alternatives to report for each prompt token beside its own logprob; -1 for neither
 * @param client whose request it is: clients with waiting requests take turns
 * @param grammar the texts that may be generated, or null for any; made by the model's own {@code constraints()}. Stop
 *     tokens are allowed where the text may end and nowhere else; a text that cannot go on ends by itself, as if by a stop
 *     token; stop strings and {@code maxTokens} cut it as they cut others
 * @param adapter name of a loaded adapter, empty for the model as it is
 * @param goesOn whether the text goes on from the prompt's: its first word then keeps the space before it, which decoders of
 *     the SentencePiece kind drop where a text begins, as after a prompt of control tokens alone
 * @param leastTokens so many tokens are generated before a stop token may come or a stop string is looked for; a grammar's
 *     text that cannot go on ends nevertheless
 * @param keepsStop whether the text that ended it, a stop string or a stop token's, is part of the completion's text
 */
public record GenerationRequest(
        int[] prompt,
        int maxTokens,
        SamplingParameters sampling,
        long seed,
        Set<Integer> stopTokens,
        List<String> stopStrings,
        int topLogprobs,
        int promptLogprobs,
        String client,
        @Nullable Grammar grammar,
        String adapter,
        boolean goesOn,
        int leastTokens,
        boolean keepsStop) {
    /** A request of nobody in particular, without the prompt's logprobs and with a free text. */
    public GenerationRequest(
            int[] prompt,
            int maxTokens,
            SamplingParameters sampling,
            long seed,
            Set<Integer> stopTokens,
            List<String> stopStrings,
            int topLogprobs) {
        this(prompt, maxTokens, sampling, seed, stopTokens, stopStrings, topLogprobs, -1, "");
    }

    /** A request to the model as it is, whose text is free. */
    public GenerationRequest(
            int[] prompt,
            int maxTokens,
            SamplingParameters sampling,
            long seed,
            Set<Integer> stopTokens,
            List<String> stopStrings,
            int topLogprobs,
            int promptLogprobs,
            String client) {
        this(prompt, maxTokens, sampling, seed, stopTokens, stopStrings, topLogprobs, promptLogprobs, client, null, "");
    }

    /** A request whose text begins anew, may end at its first token, and ends before what ended it. */
    public GenerationRequest(
            int[] prompt,
            int maxTokens,
            SamplingParameters sampling,
            long seed,
            Set<Integer> stopTokens,
            List<String> stopStrings,
            int topLogprobs,
            int promptLogprobs,
            String client,
            @Nullable Grammar grammar,
            String adapter) {
        this(
                prompt,
                maxTokens,
                sampling,
                seed,
                stopTokens,
                stopStrings,
                topLogprobs,
                promptLogprobs,
                client,
                grammar,
                adapter,
                false,
                0,
                false);
    }

    public GenerationRequest {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("prompt is empty");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens must be at least 1, was " + maxTokens);
        }
        if (topLogprobs < 0 || topLogprobs > 20) {
            throw new IllegalArgumentException("top_logprobs must be from 0 to 20, was " + topLogprobs);
        }
        if (promptLogprobs < -1 || promptLogprobs > 20) {
            throw new IllegalArgumentException("prompt_logprobs must be from -1 (none) to 20, was " + promptLogprobs);
        }
        if (leastTokens < 0 || leastTokens > maxTokens) {
            throw new IllegalArgumentException(
                    "min_tokens must be from 0 to max_tokens (" + maxTokens + "), was " + leastTokens);
        }
        if (stopStrings.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a stop string is empty");
        }
        prompt = prompt.clone();
        stopTokens = Set.copyOf(stopTokens);
        stopStrings = List.copyOf(stopStrings);
    }

    /** The same request, its text limited to a grammar's. */
    public GenerationRequest within(Grammar limit) {
        return with(limit, adapter, goesOn, leastTokens, keepsStop);
    }

    /** The same request, computed with an adapter. */
    public GenerationRequest withAdapter(String name) {
        return with(grammar, name, goesOn, leastTokens, keepsStop);
    }

    /** The same request, its text going on from the prompt's. */
    public GenerationRequest goingOn() {
        return with(grammar, adapter, true, leastTokens, keepsStop);
    }

    /** The same request with another end: see {@link #leastTokens} and {@link #keepsStop}. */
    public GenerationRequest ending(int least, boolean keeps) {
        return with(grammar, adapter, goesOn, least, keeps);
    }

    private GenerationRequest with(@Nullable Grammar limit, String name, boolean on, int least, boolean keeps) {
        return new GenerationRequest(
                prompt,
                maxTokens,
                sampling,
                seed,
                stopTokens,
                stopStrings,
                topLogprobs,
                promptLogprobs,
                client,
                limit,
                name,
                on,
                least,
                keeps);
    }
}
