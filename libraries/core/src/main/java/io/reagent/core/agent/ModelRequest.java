package io.reagent.core.agent;

import io.reagent.core.tools.ToolDescription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a model is asked for one turn.
 *
 * @param messages the run so far; what the model said before carries its tokens, so that the prompt can be built from
 *     them without tokenising again
 * @param tools what it was told it may call; the same in every turn of a run
 * @param mustAnswer whether it may no longer call them ({@code tool_choice: none})
 * @param maxTokens the most tokens to sample in this turn
 * @param timeout after which nobody waits for the turn any more
 * @param ended completes when nobody waits any more, so that generation can be stopped
 */
public record ModelRequest(
        List<Message> messages,
        List<ToolDescription> tools,
        boolean mustAnswer,
        int maxTokens,
        Duration timeout,
        CompletionStage<Void> ended) {
    public ModelRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }
}
