package io.reagent.policy.openai;

import io.reagent.core.random.SampleSeed;
import io.reagent.lm.constrain.Grammar;
import io.reagent.lm.generate.GenerationRequest;
import io.reagent.lm.generate.LanguageModel;
import io.reagent.policy.hosting.Sampler;
import io.reagent.text.TextTooLongException;
import io.reagent.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * A completion request as its model is asked. Choice {@code i} belongs to prompt {@code i / n}.
 *
 * @param prompts token ids and text of each
 */
record CompletionTurn(CompletionRequest request, List<Encoded> prompts, TokenTexts texts)
        implements CompletionAsked.Turn {
    /** OpenAI's own. */
    private static final int DEFAULT_TOKENS = 16;

    CompletionTurn {
        prompts = List.copyOf(prompts);
    }

    record Encoded(int[] ids, String text) {}

    /** @throws io.reagent.kit.problem.ProblemException 400 when a prompt is empty */
    static CompletionTurn of(CompletionRequest request, Sampler sampler) {
        Tokenizer tokenizer = sampler.model().tokenizer();
        int context = sampler.model().config().context();
        if (request.specialTokens() && tokenizer.addsSpecial()) {
            throw Refusals.unsupported(
                    "add_special_tokens",
                    "Control tokens are not put around a prompt here",
                    "Write those that are wanted into the prompt, and leave add_special_tokens out.");
        }
        List<Encoded> prompts = new ArrayList<>();
        for (CompletionRequest.Prompt prompt : request.prompts()) {
            Encoded encoded =
                    switch (prompt) {
                        case CompletionRequest.Prompt.Text text ->
                            new Encoded(encode(text.text(), tokenizer, context), text.text());
                        case CompletionRequest.Prompt.Tokens tokens ->
                            new Encoded(tokens.ids(), tokenizer.decode(tokens.ids(), false));
                    };
            if (encoded.ids.length == 0) {
                throw Refusals.invalid("prompt", "A prompt is empty", "Send at least one token.");
            }
            prompts.add(encoded);
        }
        return new CompletionTurn(
                request, prompts, TokenTexts.of(tokenizer, request.options().namesAsIds()));
    }

    private static int[] encode(String text, Tokenizer tokenizer, int context) {
        try {
            tokenizer.refuseLonger(text, context);
        } catch (TextTooLongException tooLong) {
            throw Refusals.tooLong("prompt", tooLong, context);
        }
        return tokenizer.encode(text);
    }

    /** Whether only the prompts are asked about. */
    boolean scoresOnly() {
        Integer asked = request.options().maxTokens();
        return asked != null && asked == 0;
    }

    /** Whether the prompt's own logprobs are part of the answer. */
    boolean scoresPrompt() {
        return request.echo() && request.logprobs() >= 0;
    }

    Encoded prompt(int choice) {
        return prompts.get(choice / request.options().n());
    }

    int choices() {
        return prompts.size() * request.options().n();
    }

    /** One for each choice; each of a prompt's samples has a seed of its own. */
    @Override
    public List<GenerationRequest> requests(Sampler sampler, String caller) {
        SamplingOptions options = request.options();
        long seed = options.firstSeed();
        Structure structure = request.structure();
        Grammar grammar =
                structure == null ? null : structure.grammar(sampler.model().constraints());
        List<GenerationRequest> requests = new ArrayList<>();
        for (Encoded prompt : prompts) {
            int maxTokens = maxTokens(prompt.ids.length, sampler.model());
            for (int i = 0; i < options.n(); i++) {
                requests.add(options.ending(GenerationRequest.of(prompt.ids, maxTokens)
                        .drawn(options.parameters(), SampleSeed.of(seed, i))
                        .endingAt(
                                options.endTokens(sampler.model()),
                                options.stops().texts())
                        .withLogprobs(Math.max(0, request.logprobs()))
                        .withPromptLogprobs(scoresPrompt() ? request.logprobs() : -1)
                        .ofClient(caller)
                        .within(grammar)
                        .goingOn()));
            }
        }
        return requests;
    }

    /** At least one token is generated, also where only the prompt is asked about: it is then left out of the answer. */
    private int maxTokens(int promptTokens, LanguageModel model) {
        int context = model.config().context();
        Integer asked = request.options().maxTokens();
        int needed = asked == null ? 1 : Math.max(1, asked);
        if ((long) promptTokens + needed > context) {
            throw Refusals.tooLong("prompt", promptTokens, needed, context);
        }
        return asked == null ? Math.min(DEFAULT_TOKENS, context - promptTokens) : needed;
    }

    /** What of a choice's text comes before what is generated. */
    String echoed(int choice) {
        return request.echo() ? prompt(choice).text : "";
    }

    LegacyLogprobs logprobs(int choice) {
        int offset = request.echo()
                ? 0
                : prompt(choice).text.codePointCount(0, prompt(choice).text.length());
        return new LegacyLogprobs(texts, Math.max(0, request.logprobs()), offset);
    }

    @Override
    public AnswerWriter writer() {
        return request.options().streaming().wanted() ? new CompletionChunks(this) : new CompletionAnswer(this);
    }
}
