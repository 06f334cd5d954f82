package io.reagent.core.agent;

import java.util.concurrent.CompletionStage;

/** The model behind an agent: an OpenAI-compatible server, a Tinker sampler, a script in a test. */
public interface AgentModel {
    /**
     * Takes one turn. Retrying is the model's business; a stage that fails ends the run as
     * {@link StopReason#MODEL_FAILED}.
     */
    CompletionStage<ModelTurn> next(ModelRequest request);

    /**
     * How many tokens a text will be, to see the context limit coming before the next turn is counted exactly. Without
     * a tokenizer: three characters a token, which is more than English needs.
     */
    default int countTokens(String text) {
        return (text.length() + 2) / 3;
    }
}
