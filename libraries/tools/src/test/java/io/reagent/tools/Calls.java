package io.reagent.tools;

import io.reagent.core.tools.Tool;
import io.reagent.core.tools.ToolBox;
import io.reagent.core.tools.ToolContext;
import io.reagent.core.tools.ToolLimits;
import io.reagent.core.tools.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Calls a tool as an agent's loop does. */
public final class Calls {
    public static final ToolLimits LIMITS = new ToolLimits(Duration.ofSeconds(60), 4_000);

    private Calls() {}

    public static ToolContext context() {
        return new ToolContext(LIMITS, new CompletableFuture<>());
    }

    public static ToolResult call(Tool tool, String arguments) {
        return call(tool, arguments, LIMITS);
    }

    public static ToolResult call(Tool tool, String arguments, ToolLimits limits) {
        return new ToolBox(List.of(tool))
                .call(tool.description().name(), arguments, limits, new CompletableFuture<>())
                .join();
    }
}
