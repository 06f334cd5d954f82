package io.reagent.policy.openai;

import io.reagent.core.random.SampleSeed;
import io.reagent.dialogue.CallConvention;
import io.reagent.dialogue.TemplateCalls;
import io.reagent.lm.constrain.Grammar;
import io.reagent.lm.generate.GenerationRequest;
import io.reagent.policy.hosting.Sampler;
import io.reagent.text.ChatTemplate;
import io.reagent.text.TemplateMessage;
import io.reagent.text.TextTooLongException;
import io.reagent.text.Tokenizer;
import io.reagent.text.jinja.TemplateException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A chat request as its model is asked.
 *
 * @param prompt token ids
 * @param thinking whether the prompt ends within a thought, as some templates have it
 * @param calls how calls are written; null where none are looked for
 * @param grammar what the text is limited to; null for free text
 */
record ChatTurn(
        ChatRequest request,
        int[] prompt,
        boolean thinking,
        @Nullable CallConvention calls,
        @Nullable Grammar grammar,
        TokenTexts texts)
        implements CompletionAsked.Turn {
    private static final int TAIL = 16;

    /** @throws io.reagent.kit.problem.ProblemException 400 naming the field that does not fit the model */
    static ChatTurn of(ChatRequest request, Sampler sampler) {
        Tools tools = request.tools();
        TemplateCalls known = TemplateCalls.of(sampler.template());
        if (tools.callable() && !known.readable()) {
            throw Refusals.unsupported(
                    "tools",
                    "The chat template of " + request.model() + " writes tool calls in a way that is not known here",
                    "Leave tools out, or choose another model.");
        }
        CallConvention calls = tools.callable() ? known.convention() : null;
        request.templateVariables().check(sampler.template());
        Tokenizer tokenizer = sampler.model().tokenizer();
        int[] prompt = encode(request, sampler, known);
        boolean thinking = request.begins() == ChatRequest.Opening.LAST_MESSAGE
                ? request.begun().lastIndexOf(TurnReader.THINK)
                        > request.begun().lastIndexOf(TurnReader.THOUGHT)
                : endsInThought(prompt, tokenizer);
        return new ChatTurn(
                request,
                prompt,
                thinking,
                calls,
                ChatGrammar.of(request, calls, thinking, sampler.model().constraints()),
                TokenTexts.of(tokenizer, request.options().namesAsIds()));
    }

    private static int[] encode(ChatRequest request, Sampler sampler, TemplateCalls known) {
        ChatTemplate template = sampler.template();
        int context = sampler.model().config().context();
        Tools tools = request.tools();
        List<TemplateMessage> messages =
                known.spelled(request.messages(), known.told() || !tools.callable() ? List.of() : tools.descriptions());
        Map<String, Object> variables = request.templateVariables().all();
        try {
            return switch (request.begins()) {
                case NEW_TURN -> template.encode(messages, tools.definitions(), true, variables, context);
                case NOTHING -> template.encode(messages, tools.definitions(), false, variables, context);
                case LAST_MESSAGE -> template.encodeOpen(messages, tools.definitions(), variables, context);
            };
        } catch (TextTooLongException tooLong) {
            throw Refusals.tooLong("messages", tooLong, context);
        } catch (TemplateException refused) {
            throw Refusals.invalid(
                    "messages",
                    "The model's chat template refuses these messages: " + refused.getMessage(),
                    "Send messages in the order and with the roles that the model knows.");
        }
    }

    private static boolean endsInThought(int[] prompt, Tokenizer tokenizer) {
        int[] tail = Arrays.copyOfRange(prompt, Math.max(0, prompt.length - TAIL), prompt.length);
        return tokenizer.decode(tail, false).stripTrailing().endsWith(TurnReader.THINK);
    }

    /** One for each sample, with a seed of its own. */
    @Override
    public List<GenerationRequest> requests(Sampler sampler, String caller) {
        SamplingOptions options = request.options();
        int context = sampler.model().config().context();
        Integer asked = options.maxTokens();
        if (prompt.length + (asked == null ? 1L : asked) > context) {
            throw Refusals.tooLong("messages", prompt.length, asked == null ? 1 : asked, context);
        }
        int maxTokens = asked == null ? context - prompt.length : asked;
        long seed = options.firstSeed();
        return IntStream.range(0, options.n())
                .mapToObj(i -> GenerationRequest.of(prompt, maxTokens)
                        .drawn(options.parameters(), SampleSeed.of(seed, i))
                        .endingAt(
                                options.endTokens(sampler.model()),
                                options.stops().texts())
                        .withLogprobs(Math.max(0, request.topLogprobs()))
                        .ofClient(caller)
                        .within(grammar))
                .map(one -> options.ending(request.begins() == ChatRequest.Opening.LAST_MESSAGE ? one.goingOn() : one))
                .toList();
    }

    TurnReader reader() {
        return new TurnReader(thinking, calls, request.begun());
    }

    @Override
    public AnswerWriter writer() {
        return request.options().streaming().wanted() ? new ChatChunks(this) : new ChatAnswer(this);
    }
}
