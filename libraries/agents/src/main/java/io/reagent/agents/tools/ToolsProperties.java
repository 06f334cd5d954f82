package io.reagent.agents.tools;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The tools agents may be given.
 *
 * @param image2text a vision model that is asked about images
 * @param audio2text a model that writes down recordings
 * @param mcp MCP servers by name; a server's tool is {@code name_tool}
 */
@ConfigurationProperties("reagent.agents.tools")
public record ToolsProperties(
        @DefaultValue PythonProperties python,
        @DefaultValue SearchProperties search,
        @DefaultValue BrowseProperties browse,
        @DefaultValue FileReaderProperties fileReader,
        @DefaultValue MediaProperties image2text,
        @DefaultValue MediaProperties audio2text,
        @DefaultValue Map<String, McpProperties> mcp) {
    public ToolsProperties {
        mcp = Map.copyOf(mcp);
    }
}
