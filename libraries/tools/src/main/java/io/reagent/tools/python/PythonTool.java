package io.reagent.tools.python;

import io.reagent.core.tools.Tool;
import io.reagent.core.tools.ToolContext;
import io.reagent.core.tools.ToolDescription;
import io.reagent.core.tools.ToolResult;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;

/** {@code python}: runs a program and returns what it printed. */
public final class PythonTool implements Tool {
    private static final ToolDescription DESCRIPTION = ToolDescription.of(
            "python",
            "Runs a Python program and returns what it prints. Each call starts afresh: nothing is kept between calls."
                    + " There is no network.",
            """
            {"type": "object", "properties": {
              "code": {"type": "string", "description": "the program; print what you want to see"}},
             "required": ["code"]}""");

    private final CodeExecutor executor;

    public PythonTool(CodeExecutor executor) {
        this.executor = executor;
    }

    @Override
    public ToolDescription description() {
        return DESCRIPTION;
    }

    @Override
    public CompletionStage<ToolResult> call(JsonNode arguments, ToolContext context) {
        return executor.run(arguments.path("code").asString(), context).thenApply(PythonTool::tell);
    }

    private static ToolResult tell(Execution execution) {
        String printed =
                join(execution.stdout().stripTrailing(), execution.stderr().strip());
        return switch (execution.end()) {
            case EXITED -> exited(execution, printed);
            case OUT_OF_TIME, OUT_OF_PROCESSOR_TIME ->
                ToolResult.error(join(
                        "the program was stopped: " + execution.note() + "; do less in one program. It had printed"
                                + (printed.isEmpty() ? " nothing." : ":"),
                        printed));
            case TOO_MUCH_OUTPUT ->
                new ToolResult(
                        join(printed, "Error: the program was stopped: " + execution.note() + "; print less"), true);
        };
    }

    private static ToolResult exited(Execution execution, String printed) {
        if (execution.exitCode() == 0) {
            return ToolResult.of(printed.isEmpty() ? "(nothing was printed)" : printed);
        }
        String note = execution.note().isEmpty() ? "" : " (" + execution.note() + ")";
        return ToolResult.error(join("exit code " + execution.exitCode() + note, printed));
    }

    private static String join(String above, String below) {
        return above.isEmpty() || below.isEmpty() ? above + below : above + "\n" + below;
    }
}
