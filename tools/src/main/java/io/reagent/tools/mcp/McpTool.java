package io.reagent.tools.mcp;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import io.reagent.core.tools.Tool;
import io.reagent.core.tools.ToolContext;
import io.reagent.core.tools.ToolDescription;
import io.reagent.core.tools.ToolException;
import io.reagent.core.tools.ToolResult;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One tool of an MCP server. Its name loses what OpenAI-compatible servers refuse; the server still hears its own. */
final class McpTool implements Tool {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Object>> ARGUMENTS = new TypeReference<>() {};
    private static final int LONGEST_NAME = 64;

    private final McpAsyncClient client;
    private final String name;
    private final ToolDescription description;

    McpTool(McpAsyncClient client, McpSchema.Tool tool) {
        this.client = client;
        this.name = tool.name();
        String safe = name.replaceAll("[^A-Za-z0-9_-]", "_");
        ObjectNode schema = JSON.valueToTree(tool.inputSchema());
        this.description = new ToolDescription(
                safe.substring(0, Math.min(safe.length(), LONGEST_NAME)),
                tool.description() == null ? "" : tool.description(),
                schema);
    }

    @Override
    public ToolDescription description() {
        return description;
    }

    @Override
    public CompletionStage<ToolResult> call(JsonNode arguments, ToolContext context) {
        McpSchema.CallToolRequest request = McpSchema.CallToolRequest.builder(name)
                .arguments(JSON.convertValue(arguments, ARGUMENTS))
                .build();
        CompletableFuture<McpSchema.@Nullable CallToolResult> answer =
                client.callTool(request).toFuture();
        context.ended().thenRun(() -> answer.cancel(true));
        return answer.handle((result, error) -> {
            if (error != null) {
                throw new ToolException("the MCP server failed: " + error.getMessage(), error);
            }
            return result == null ? ToolResult.error("the MCP server gave no result") : read(result);
        });
    }

    private static ToolResult read(McpSchema.CallToolResult result) {
        String text = result.content().stream().map(McpTool::text).collect(Collectors.joining("\n"));
        if (text.isBlank() && result.structuredContent() != null) {
            text = JSON.writeValueAsString(result.structuredContent());
        }
        return Boolean.TRUE.equals(result.isError()) ? ToolResult.error(text) : ToolResult.of(text);
    }

    private static String text(McpSchema.Content content) {
        return switch (content) {
            case McpSchema.TextContent text -> text.text();
            case McpSchema.EmbeddedResource resource
            when resource.resource() instanceof McpSchema.TextResourceContents text -> text.text();
            case McpSchema.ResourceLink link -> link.uri();
            default -> "(" + content.type() + ", which cannot be shown as text)";
        };
    }
}
