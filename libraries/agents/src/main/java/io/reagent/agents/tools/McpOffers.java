package io.reagent.agents.tools;

import io.reagent.core.tools.Tool;
import io.reagent.tools.mcp.McpTools;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The tools of MCP servers. All servers are connected to at once; one that does not answer is missing. */
final class McpOffers {
    private McpOffers() {}

    static List<ToolOffer> of(Map<String, McpProperties> servers, Deque<AutoCloseable> open) {
        Map<String, CompletableFuture<McpTools>> connecting = new TreeMap<>();
        servers.forEach((name, settings) -> connecting.put(name, connect(settings)));
        List<ToolOffer> offers = new ArrayList<>();
        connecting.forEach((name, connection) -> {
            try {
                McpTools server = connection.join();
                open.push(server);
                for (Tool tool : server.tools()) {
                    offers.add(new ToolOffer.Ready(PrefixedTool.of(name, tool)));
                }
            } catch (CompletionException failed) {
                Throwable cause = failed.getCause() == null ? failed : failed.getCause();
                offers.add(new ToolOffer.Missing(name, String.valueOf(cause.getMessage())));
            }
        });
        return offers;
    }

    private static CompletableFuture<McpTools> connect(McpProperties settings) {
        return settings.url() == null
                ? McpTools.stdio(settings.command(), settings.environment(), settings.patience())
                : McpTools.streamableHttp(settings.url(), settings.headers(), settings.patience());
    }
}
