package io.reagent.core.trajectory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn of the agent: what it thought, then the calls it made.
 *
 * @param thought the agent's reasoning in this turn, or null when it wrote none
 * @param calls the tool calls of this turn, in order; several when the agent called tools in parallel
 */
public record Step(@Nullable String thought, List<ToolCall> calls) {
    public Step {
        calls = List.copyOf(calls);
    }

    /** What the agent was told without having asked: a call of {@code user} whose result is that text. */
    public static Step told(String text) {
        return new Step(null, List.of(new ToolCall(Transcript.USER, "", text)));
    }
}
