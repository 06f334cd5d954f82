package io.reagent.tools.mcp;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.reagent.core.tools.Tool;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A connection to an MCP server, and its tools as an agent's. Connecting fails as {@link McpUnavailableException}. */
public final class McpTools implements AutoCloseable {
    private static final McpSchema.Implementation CLIENT =
            McpSchema.Implementation.builder("reagent", "0.1").build();

    private final McpAsyncClient client;
    private final List<Tool> tools;

    private McpTools(McpAsyncClient client, List<Tool> tools) {
        this.client = client;
        this.tools = List.copyOf(tools);
    }

    /**
     * Starts a server as a process and speaks to it over its standard streams. It runs outside any sandbox, with this
     * process's rights: name only servers you trust.
     *
     * @param command of the server, then its arguments
     * @param environment variables it gets beside the few that are safe to inherit
     * @param patience the longest wait for any answer, the first one included
     */
    public static CompletableFuture<McpTools> stdio(
            List<String> command, Map<String, String> environment, Duration patience) {
        ServerParameters server = ServerParameters.builder(command.getFirst())
                .args(command.subList(1, command.size()))
                .env(environment)
                .build();
        return connect(command.getFirst(), new StdioClientTransport(server, McpJsonDefaults.getMapper()), patience);
    }

    /**
     * Connects to a server over streamable HTTP.
     *
     * @param endpoint such as {@code https://example.org/mcp}
     * @param headers sent with every request, such as {@code Authorization}
     */
    public static CompletableFuture<McpTools> streamableHttp(
            URI endpoint, Map<String, String> headers, Duration patience) {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        headers.forEach(request::header);
        URI base = endpoint.resolve("/");
        String path = "/" + base.relativize(endpoint);
        return connect(
                endpoint.toString(),
                HttpClientStreamableHttpTransport.builder(base.toString().replaceAll("/$", ""))
                        .endpoint(path)
                        .requestBuilder(request)
                        .connectTimeout(patience)
                        .build(),
                patience);
    }

    private static CompletableFuture<McpTools> connect(String name, McpClientTransport transport, Duration patience) {
        McpAsyncClient client = McpClient.async(transport)
                .clientInfo(CLIENT)
                .requestTimeout(patience)
                .initializationTimeout(patience)
                .build();
        return client.initialize()
                .then(client.listTools())
                .map(listed -> new McpTools(
                        client,
                        listed.tools().stream()
                                .<Tool>map(tool -> new McpTool(client, tool, patience))
                                .toList()))
                .doOnError(error -> client.close())
                .toFuture()
                .handle((opened, error) -> {
                    if (opened == null) {
                        throw new McpUnavailableException(
                                name, error == null ? new IllegalStateException("it listed no tools") : error);
                    }
                    return opened;
                });
    }

    /** As the server listed them when the connection was made. */
    public List<Tool> tools() {
        return tools;
    }

    @Override
    public void close() {
        client.close();
    }
}
