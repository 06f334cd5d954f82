package io.reagent.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.reagent.core.tools.Tool;
import io.reagent.core.tools.ToolLimits;
import io.reagent.core.tools.ToolResult;
import io.reagent.tools.Calls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class McpToolsTest {
    private static final Logger TOMCAT = Logger.getLogger("org.apache");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void aServerOnStandardStreamsIsAnAgentsTools() {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                McpTestServer.class.getName());
        try (McpTools server = McpTools.stdio(command, Map.of(), PATIENCE).join()) {
            behavesAsTools(server);
        }
    }

    @Test
    void aServerOverStreamableHttpIsAnAgentsTools(@TempDir Path base) throws Exception {
        HttpServletStreamableServerTransportProvider transport = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint("/mcp")
                .build();
        McpServer.sync(transport)
                .serverInfo("test", "1")
                .tools(McpTestServer.tools())
                .build();
        TOMCAT.setLevel(Level.OFF);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", base.toString());
        Tomcat.addServlet(context, "mcp", transport).setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "mcp");
        tomcat.getConnector();
        tomcat.start();
        URI endpoint = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/mcp");
        try (McpTools server = McpTools.streamableHttp(endpoint, Map.of("X-Key", "k"), PATIENCE)
                .join()) {
            behavesAsTools(server);
            saysHowLongItWaited(endpoint);
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    @Test
    void aCommandThatIsNotThereIsAFailure() {
        assertThatThrownBy(() -> McpTools.stdio(List.of("/nowhere/server"), Map.of(), Duration.ofSeconds(5))
                        .join())
                .hasMessageContaining("The MCP server /nowhere/server cannot be used: ");
    }

    @Test
    void aServerThatIsNotThereIsAFailure() {
        assertThatThrownBy(() -> McpTools.streamableHttp(
                                URI.create("http://127.0.0.1:1/mcp"), Map.of(), Duration.ofSeconds(5))
                        .join())
                .hasCauseInstanceOf(McpUnavailableException.class)
                .hasMessageContaining("The MCP server http://127.0.0.1:1/mcp cannot be used: connection refused");
    }

    private static void behavesAsTools(McpTools server) {
        assertThat(server.tools())
                .extracting(tool -> tool.description().name())
                .containsExactlyInAnyOrder("text_shout", "fail", "hang");
        assertThat(Calls.call(tool(server, "text_shout"), "{\"text\": \"hi\"}")).isEqualTo(ToolResult.of("HI!"));
        assertThat(Calls.call(tool(server, "text_shout"), "{}").text())
                .isEqualTo("Error: malformed arguments, no text");
        assertThat(Calls.call(tool(server, "text_shout"), "{\"text\": \"a\\u0000b\\uFEFF\\uD83D\\uDE00\"}")
                        .text())
                .isEqualTo("A\uFFFDB\uFEFF\uD83D\uDE00!");
        assertThat(Calls.call(tool(server, "fail"), "{\"text\": \"fly\"}")).isEqualTo(ToolResult.error("cannot fly"));
        assertThat(Calls.call(tool(server, "hang"), "{\"text\": \"\"}", new ToolLimits(Duration.ofMillis(500), 500))
                        .text())
                .startsWith("Error: timed out after 0.5 s");
        assertThat(Calls.call(tool(server, "text_shout"), "{\"text\": \"still here\"}")
                        .text())
                .isEqualTo("STILL HERE!");
    }

    private static void saysHowLongItWaited(URI endpoint) {
        Duration brief = Duration.ofSeconds(5);
        try (McpTools server =
                McpTools.streamableHttp(endpoint, Map.of(), brief).join()) {
            assertThat(Calls.call(tool(server, "hang"), "{\"text\": \"\"}").text())
                    .isEqualTo("Error: the MCP server did not answer within 5 s; ask for less");
        }
    }

    private static Tool tool(McpTools server, String name) {
        return server.tools().stream()
                .filter(tool -> tool.description().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
