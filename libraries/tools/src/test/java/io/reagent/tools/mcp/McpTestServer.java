package io.reagent.tools.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Map;

/** A server made with the official SDK; over standard streams when run as a program. */
final class McpTestServer {
    private McpTestServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
                .serverInfo("test", "1")
                .tools(tools())
                .build();
        Thread.currentThread().join();
    }

    static List<SyncToolSpecification> tools() {
        return List.of(
                tool("text.shout", given -> given.toUpperCase(java.util.Locale.ROOT) + "!", false),
                tool("fail", given -> "cannot " + given, true),
                tool(
                        "hang",
                        given -> {
                            try {
                                Thread.sleep(8_000);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return "late";
                        },
                        false));
    }

    private static SyncToolSpecification tool(
            String name, java.util.function.UnaryOperator<String> body, boolean failing) {
        McpSchema.Tool tool = McpSchema.Tool.builder(
                        name,
                        Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of("text", Map.of("type", "string")),
                                "required",
                                List.of("text")))
                .description("Says it louder")
                .build();
        return SyncToolSpecification.builder()
                .tool(tool)
                .callHandler((exchange, request) -> McpSchema.CallToolResult.builder()
                        .addTextContent(
                                body.apply(String.valueOf(request.arguments().get("text"))))
                        .isError(failing)
                        .build())
                .build();
    }
}
