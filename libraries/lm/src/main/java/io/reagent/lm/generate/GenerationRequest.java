package io.reagent.lm.generate;

import io.reagent.lm.constrain.Grammar;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sequence to generate. Made by {@link #of} and the methods that say what is unlike it.
 *
 * @param prompt token ids, at least one
 * @param maxTokens the most tokens to generate, at least 1
 * @param sampling how each token is chosen
 * @param seed of this request's random numbers; the same seed and model give the same tokens
 * @param ending what ends it before that
 * @param logprobs what is told of the tokens' probabilities
 * @param client whose request it is: clients with waiting requests take turns
 * @param grammar the texts that may be generated, or null for any; made by the model's own {@code constraints()}. Stop
 *     tokens are allowed where the text may end and nowhere else; a text that cannot go on ends by itself, as if by a stop
 *     token; stop strings and {@code maxTokens} cut it as they cut others
 * @param adapter name of a loaded adapter, empty for the model as it is
 * @param goesOn whether the text goes on from the prompt's: its first word then keeps the space before it, which decoders of
 *     the SentencePiece kind drop where a text begins
 */
public record GenerationRequest(
        int[] prompt,
        int maxTokens,
        SamplingParameters sampling,
        long seed,
        Ending ending,
        Logprobs logprobs,
        String client,
        @Nullable Grammar grammar,
        String adapter,
        boolean goesOn) {
    /**
     * What ends a text.
     *
     * @param tokens generation ends at any of these; the token is not part of the completion's text
     * @param strings generation ends when the text contains any of these; text from there on is cut
     * @param least so many tokens are generated before a stop token may come or a stop string is looked for; a grammar's text
     *     that cannot go on ends nevertheless
     * @param kept whether the text that ended it, a stop string or a stop token's, is part of the completion's text
     */
    public record Ending(Set<Integer> tokens, List<String> strings, int least, boolean kept) {
        /** At {@code maxTokens} alone. */
        public static final Ending NONE = new Ending(Set.of(), List.of(), 0, false);

        public Ending {
            if (strings.stream().anyMatch(String::isEmpty)) {
                throw new IllegalArgumentException("a stop string is empty");
            }
            tokens = Set.copyOf(tokens);
            strings = List.copyOf(strings);
        }
    }

    /**
     * What is told of probabilities.
     *
     * @param top how many alternatives to report for each generated token, 0 for none
     * @param prompt how many alternatives to report for each prompt token beside its own logprob; -1 for neither
     */
    public record Logprobs(int top, int prompt) {
        public static final Logprobs NONE = new Logprobs(0, -1);

        public Logprobs {
            if (top < 0 || top > 20) {
                throw new IllegalArgumentException("top_logprobs must be from 0 to 20, was " + top);
            }
            if (prompt < -1 || prompt > 20) {
                throw new IllegalArgumentException("prompt_logprobs must be from -1 (none) to 20, was " + prompt);
            }
        }
    }

    public GenerationRequest {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("prompt is empty");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens must be at least 1, was " + maxTokens);
        }
        if (ending.least < 0 || ending.least > maxTokens) {
            throw new IllegalArgumentException(
                    "min_tokens must be from 0 to max_tokens (" + maxTokens + "), was " + ending.least);
        }
    }

    /** Greedily, a free text of the model as it is, until {@code maxTokens}; nobody's in particular. */
    public static GenerationRequest of(int[] prompt, int maxTokens) {
        return new GenerationRequest(
                prompt.clone(),
                maxTokens,
                SamplingParameters.GREEDY,
                0,
                Ending.NONE,
                Logprobs.NONE,
                "",
                null,
                "",
                false);
    }

    public GenerationRequest drawn(SamplingParameters how, long from) {
        return new GenerationRequest(prompt, maxTokens, how, from, ending, logprobs, client, grammar, adapter, goesOn);
    }

    public GenerationRequest endingAt(Set<Integer> tokens, List<String> strings) {
        return with(new Ending(tokens, strings, ending.least, ending.kept));
    }

    /** See {@link Ending#least} and {@link Ending#kept}. */
    public GenerationRequest ending(int least, boolean keeps) {
        return with(new Ending(ending.tokens, ending.strings, least, keeps));
    }

    private GenerationRequest with(Ending end) {
        return new GenerationRequest(
                prompt, maxTokens, sampling, seed, end, logprobs, client, grammar, adapter, goesOn);
    }

    /** With so many alternatives for each generated token. */
    public GenerationRequest withLogprobs(int top) {
        return with(new Logprobs(top, logprobs.prompt));
    }

    /** With the prompt's logprobs, and so many alternatives; -1 for neither. */
    public GenerationRequest withPromptLogprobs(int top) {
        return with(new Logprobs(logprobs.top, top));
    }

    private GenerationRequest with(Logprobs told) {
        return new GenerationRequest(prompt, maxTokens, sampling, seed, ending, told, client, grammar, adapter, goesOn);
    }

    public GenerationRequest ofClient(String name) {
        return new GenerationRequest(
                prompt, maxTokens, sampling, seed, ending, logprobs, name, grammar, adapter, goesOn);
    }

    /** Its text limited to a grammar's; null for a free one. */
    public GenerationRequest within(@Nullable Grammar limit) {
        return new GenerationRequest(
                prompt, maxTokens, sampling, seed, ending, logprobs, client, limit, adapter, goesOn);
    }

    /** Computed with an adapter. */
    public GenerationRequest withAdapter(String name) {
        return new GenerationRequest(
                prompt, maxTokens, sampling, seed, ending, logprobs, client, grammar, name, goesOn);
    }

    /** Its text going on from the prompt's. */
    public GenerationRequest goingOn() {
        return new GenerationRequest(
                prompt, maxTokens, sampling, seed, ending, logprobs, client, grammar, adapter, true);
    }
}
