package io.reagent.recipes;

import io.reagent.core.agent.AgentModel;
import io.reagent.core.agent.ModelRequest;
import io.reagent.core.agent.ModelTurn;
import io.reagent.dialogue.Dialogue;
import io.reagent.lm.generate.FinishReason;
import io.reagent.lm.generate.Generation;
import io.reagent.lm.generate.GenerationRequest;
import io.reagent.lm.generate.LanguageModel;
import io.reagent.lm.generate.SamplingParameters;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A policy in this process behind an agent loop, for one run. */
final class LocalPolicy implements AgentModel {
    private final LanguageModel model;
    private final Dialogue dialogue;
    private final SamplingParameters sampling;
    private final long seed;

    /** @param seed of the run's random numbers */
    LocalPolicy(LanguageModel model, Dialogue dialogue, SamplingParameters sampling, long seed) {
        this.model = model;
        this.dialogue = dialogue;
        this.sampling = sampling;
        this.seed = seed;
    }

    @Override
    public CompletionStage<ModelTurn> next(ModelRequest request) {
        int[] prompt = dialogue.prompt(request.messages(), request.tools());
        Generation generation = model.generate(
                GenerationRequest.of(prompt, request.maxTokens())
                        .drawn(sampling, seed * 10_007 + prompt.length)
                        .endingAt(model.endTokens(), List.of()),
                token -> {});
        request.ended().whenComplete((ended, error) -> generation.cancel());
        return generation
                .completion()
                .thenApply(completion -> dialogue.turn(
                        prompt,
                        completion.ids(),
                        completion.logprobs(),
                        completion.finishReason() != FinishReason.STOP));
    }

    @Override
    public int countTokens(String text) {
        return dialogue.countTokens(text);
    }
}
