package io.reagent.tools.python;

import io.reagent.core.tools.InWords;
import io.reagent.core.tools.ToolContext;
import io.reagent.core.tools.ToolException;
import io.reagent.tools.http.JsonService;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Runs Python on a SandboxFusion server: {@code POST /run_code}. */
public final class RemoteExecutor implements CodeExecutor {
    private final JsonService server;

    /** @param server at the base URL of the SandboxFusion server */
    public RemoteExecutor(JsonService server) {
        this.server = server;
    }

    @Override
    public CompletionStage<Execution> run(String code, ToolContext context) {
        double seconds = context.limits().timeout().toMillis() * 0.9 / 1000;
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("code", code)
                .put("language", "python")
                .put("run_timeout", seconds);
        return server.post("/run_code", request, context).thenApply(answer -> read(answer, seconds));
    }

    private static Execution read(JsonNode answer, double seconds) {
        JsonNode run = answer.path("run_result");
        if (answer.path("status").asString("").equals("SandboxError") || !run.isObject()) {
            throw new ToolException(
                    "the remote Python failed: " + answer.path("message").asString("no reason given"));
        }
        boolean late = run.path("status").asString("").equals("TimeLimitExceeded");
        return new Execution(
                run.path("stdout").asString(""),
                run.path("stderr").asString(""),
                run.path("return_code").asInt(-1),
                late ? Execution.End.OUT_OF_TIME : Execution.End.EXITED,
                late ? "it ran longer than " + InWords.of(Duration.ofMillis((long) (seconds * 1000))) : "");
    }
}
