package io.reagent.recipes;

import io.reagent.core.agent.AgentModel;
import io.reagent.core.agent.LineFormat;
import io.reagent.core.agent.Message.Assistant;
import io.reagent.core.agent.Message.ToolAnswer;
import io.reagent.core.agent.Message.User;
import io.reagent.core.agent.ModelRequest;
import io.reagent.core.agent.ModelTurn;
import io.reagent.core.agent.SampledTokens;
import io.reagent.lm.generate.Completion;
import io.reagent.lm.generate.FinishReason;
import io.reagent.lm.generate.GeneratedToken;
import io.reagent.lm.generate.Generation;
import io.reagent.lm.generate.GenerationRequest;
import io.reagent.lm.generate.LanguageModel;
import io.reagent.lm.generate.SamplingParameters;
import io.reagent.text.ChatTemplate;
import io.reagent.text.Message;
import io.reagent.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * A policy in this process behind an agent loop, for one run. A turn's prompt goes on from the tokens of the turn before
 * it, as they were sampled.
 */
final class LocalPolicy implements AgentModel {
    private static final LineFormat FORMAT = new LineFormat();

    private final LanguageModel model;
    private final ChatTemplate template;
    private final SamplingParameters sampling;
    private final long seed;

    /** @param seed of the run's random numbers */
    LocalPolicy(LanguageModel model, ChatTemplate template, SamplingParameters sampling, long seed) {
        this.model = model;
        this.template = template;
        this.sampling = sampling;
        this.seed = seed;
    }

    @Override
    public CompletionStage<ModelTurn> next(ModelRequest request) {
        int[] prompt = prompt(request.messages());
        Generation generation = model.generate(
                new GenerationRequest(
                        prompt,
                        request.maxTokens(),
                        sampling,
                        seed * 10_007 + prompt.length,
                        model.endTokens(),
                        List.of(),
                        0),
                token -> {});
        request.ended().whenComplete((ended, error) -> generation.cancel());
        return generation.completion().thenApply(completion -> turn(prompt, completion));
    }

    @Override
    public int countTokens(String text) {
        return model.tokenizer().encodeText(text).length;
    }

    /** Log probabilities are those at temperature 1, whatever the temperature was. */
    private static ModelTurn turn(int[] prompt, Completion completion) {
        List<GeneratedToken> sampled = completion.tokens();
        float[] logprobs = new float[sampled.size()];
        for (int i = 0; i < logprobs.length; i++) {
            logprobs[i] = sampled.get(i).logprob();
        }
        int[] tokens = sampled.stream().mapToInt(GeneratedToken::id).toArray();
        return ModelTurn.of(
                completion.text(),
                FORMAT.parse(completion.text()),
                completion.finishReason() == FinishReason.STOP
                        ? ModelTurn.FinishReason.STOP
                        : ModelTurn.FinishReason.LENGTH,
                new SampledTokens(prompt, tokens, logprobs));
    }

    private int[] prompt(List<io.reagent.core.agent.Message> messages) {
        int spoken = messages.size() - 1;
        while (spoken >= 0 && !(messages.get(spoken) instanceof Assistant)) {
            spoken--;
        }
        List<Message> tail = messages.subList(spoken + 1, messages.size()).stream()
                .map(LocalPolicy::asChat)
                .toList();
        int[] rest = template.encode(tail, List.of(), true, Map.of());
        return spoken < 0 ? rest : concat(through(messages.get(spoken)), rest);
    }

    /** All tokens up to the end of what was said; a turn that was cut is closed. */
    private int[] through(io.reagent.core.agent.Message message) {
        SampledTokens tokens = message instanceof Assistant said ? said.turn().tokens() : null;
        if (tokens == null) {
            throw new IllegalStateException("a turn of this policy has its tokens");
        }
        int[] completion = tokens.completion();
        boolean closed = completion.length > 0 && model.endTokens().contains(completion[completion.length - 1]);
        Tokenizer tokenizer = model.tokenizer();
        return concat(tokens.prompt(), completion, tokenizer.encode(closed ? "\n" : Recipe.END + "\n"));
    }

    private static Message asChat(io.reagent.core.agent.Message message) {
        return switch (message) {
            case io.reagent.core.agent.Message.System system -> Message.of("system", system.text());
            case User user -> Message.of("user", user.text());
            case ToolAnswer answer -> Message.toolResult(answer.callId(), answer.toolName(), answer.text());
            case Assistant said -> throw new IllegalStateException("nothing was said after the last turn");
        };
    }

    private static int[] concat(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(IntStream::of).toArray();
    }
}
