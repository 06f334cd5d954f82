package io.reagent.agents.tools;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An MCP server: at a URL, or a program.
 *
 * @param url of its streamable HTTP endpoint
 * @param headers sent with every request, such as {@code Authorization}
 * @param command of a server that speaks over its standard streams, then its arguments; it runs with this process's rights
 * @param environment variables of that program
 * @param patience the longest wait for an answer, at the start too
 */
public record McpProperties(
        @Nullable URI url,
        @DefaultValue Map<String, String> headers,
        @DefaultValue List<String> command,
        @DefaultValue Map<String, String> environment,
        @DefaultValue("20s") Duration patience) {
    public McpProperties {
        if ((url == null) == command.isEmpty()) {
            throw new IllegalArgumentException("an MCP server has either a url or a command");
        }
    }

    /** Without headers and environment, which hold keys. */
    @Override
    public String toString() {
        return url == null ? command.getFirst() : url.toString();
    }
}
