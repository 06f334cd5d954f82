package io.reagent.core.agent;

import io.reagent.core.agent.AgentLimits.Limit;
import io.reagent.core.tools.ToolResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a run.
 *
 * @param told what the agent was told before this turn, since it had reached a limit; or null
 * @param spoken what the model gave
 * @param calls its calls with the results the model got to read
 * @param modelTime time the model took
 * @param toolTime time until all its calls had results
 */
public record Turn(@Nullable Told told, ModelTurn spoken, List<Call> calls, Duration modelTime, Duration toolTime) {
    public Turn {
        calls = List.copyOf(calls);
    }

    /** The notice that a limit is reached, as the model was shown it. */
    public record Told(Limit limit, String text) {}

    /** One call with what it returned. */
    public record Call(ToolRequest request, ToolResult result, Duration elapsed) {}
}
