package io.reagent.tools.python;

import io.reagent.core.tools.ToolContext;
import java.util.concurrent.CompletionStage;

/** Where Python runs. */
public interface CodeExecutor {
    /** Runs a program to its end or to a limit; fails with a {@code ToolException} when it could not be run at all. */
    CompletionStage<Execution> run(String code, ToolContext context);
}
