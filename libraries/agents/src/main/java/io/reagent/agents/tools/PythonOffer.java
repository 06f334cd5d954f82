package io.reagent.agents.tools;

import io.reagent.tools.http.JsonService;
import io.reagent.tools.python.BubblewrapExecutor;
import io.reagent.tools.python.PythonTool;
import io.reagent.tools.python.RemoteExecutor;
import io.reagent.tools.python.SandboxUnavailableException;
import java.util.Map;

/** Python in a sandbox that was tried, on a server, or not at all. */
final class PythonOffer {
    private PythonOffer() {}

    static ToolOffer of(PythonProperties settings) {
        if (settings.executor() != null) {
            return new ToolOffer.Ready(
                    new PythonTool(new RemoteExecutor(new JsonService(settings.executor(), Map.of()))));
        }
        try {
            return new ToolOffer.Ready(new PythonTool(BubblewrapExecutor.open(settings.sandbox())));
        } catch (SandboxUnavailableException refused) {
            return new ToolOffer.Missing("python", String.valueOf(refused.getMessage()));
        }
    }
}
