package io.reagent.core.tools;

import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;

/** Something an agent can call. Called from many threads at once. */
public interface Tool {
    /** What the model is told about it; the same at every call. */
    ToolDescription description();

    /**
     * Makes one call.
     *
     * @param arguments valid by the description's schema
     * @param context the call's limits and its cancellation
     * @return the result; a {@link ToolException}, thrown or completed with, is a failure in words for the model, and
     *     any other exception becomes one
     */
    CompletionStage<ToolResult> call(JsonNode arguments, ToolContext context);
}
