package io.reagent.world;

import io.reagent.core.tools.Tool;
import io.reagent.core.tools.ToolContext;
import io.reagent.core.tools.ToolDescription;
import io.reagent.core.tools.ToolResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;

/**
 * One tool of a task's world.
 *
 * @param description its name and arguments, those of the real tool
 * @param tools what answers
 */
record WorldTool(ToolDescription description, WorldTools tools) implements Tool {
    private static final ToolDescription SEARCH =
            ToolDescription.of("search", "Finds the entries that fit best, with their urls.", """
                    {"type": "object", "properties": {
                      "queries": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                      "top_k": {"type": "integer", "minimum": 1}},
                     "required": ["queries"]}""");
    private static final ToolDescription BROWSE =
            ToolDescription.of("browse", "Says what a page tells about the query.", """
                    {"type": "object", "properties": {"url": {"type": "string"}, "query": {"type": "string"}},
                     "required": ["url", "query"]}""");
    private static final ToolDescription PYTHON =
            ToolDescription.of("python", "Prints a number: print(2+3), with + - * // and parentheses.", """
                    {"type": "object", "properties": {"code": {"type": "string"}}, "required": ["code"]}""");

    static List<WorldTool> all(WorldTools tools) {
        return List.of(new WorldTool(SEARCH, tools), new WorldTool(BROWSE, tools), new WorldTool(PYTHON, tools));
    }

    @Override
    public CompletionStage<ToolResult> call(JsonNode arguments, ToolContext context) {
        String text = tools.call(description.name(), arguments.toString());
        return CompletableFuture.completedFuture(new ToolResult(text, text.startsWith(WorldTools.ERROR)));
    }
}
