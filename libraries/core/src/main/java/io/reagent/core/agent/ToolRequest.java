package io.reagent.core.agent;

import io.reagent.core.trajectory.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * A call the model asked for.
 *
 * @param id unique in its turn
 * @param name the tool's name as the model wrote it
 * @param arguments as the model wrote them, which should be a JSON object
 * @param problem why the call could not be read, in words for the model; null when it could
 */
public record ToolRequest(
        String id, String name, String arguments, @Nullable String problem) {

    /** A call that could be read. */
    public static ToolRequest of(int index, String name, String arguments) {
        return new ToolRequest("call_" + index, name, arguments, null);
    }

    /** A call that could not: the model gets {@code problem} as its result. */
    public static ToolRequest malformed(int index, String body, String problem) {
        return new ToolRequest("call_" + index, ToolCall.MALFORMED, body, problem);
    }
}
