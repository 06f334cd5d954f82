package io.reagent.agents.tools;

import io.reagent.core.tools.Tool;
import io.reagent.core.tools.ToolContext;
import io.reagent.core.tools.ToolDescription;
import io.reagent.core.tools.ToolResult;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;

/** A tool under its server's name, so that two servers may have tools of one name. */
record PrefixedTool(ToolDescription description, Tool tool) implements Tool {
    private static final int LONGEST_NAME = 64;

    static PrefixedTool of(String prefix, Tool tool) {
        ToolDescription own = tool.description();
        String name = (prefix + "_" + own.name()).replaceAll("[^A-Za-z0-9_-]", "_");
        return new PrefixedTool(
                new ToolDescription(
                        name.substring(0, Math.min(name.length(), LONGEST_NAME)), own.text(), own.arguments()),
                tool);
    }

    @Override
    public CompletionStage<ToolResult> call(JsonNode arguments, ToolContext context) {
        return tool.call(arguments, context);
    }
}
