package io.reagent.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat message, in OpenAI's terms.
 *
 * @param role {@code system}, {@code user}, {@code assistant}, {@code tool}, or whatever else a template knows
 * @param content its text; absent in an assistant message that only calls tools
 * @param reasoningContent an assistant's thoughts, where they are kept apart from the content
 * @param toolCalls an assistant's calls
 * @param toolCallId the call that a tool message answers
 * @param name of the tool or the author
 */
public record TemplateMessage(
        String role,
        @Nullable String content,
        @Nullable String reasoningContent,
        List<ToolCall> toolCalls,
        @Nullable String toolCallId,
        @Nullable String name) {
    public TemplateMessage {
        toolCalls = List.copyOf(toolCalls);
    }

    /**
     * A call of a function.
     *
     * @param arguments a map, as most templates want it; a string where it is not JSON
     */
    public record ToolCall(@Nullable String id, String name, Object arguments) {
        public ToolCall {
            if (!(arguments instanceof Map || arguments instanceof String)) {
                throw new IllegalArgumentException("tool_call.arguments must be an object or a string");
            }
        }
    }

    /** A message of text alone. */
    public static TemplateMessage of(String role, String content) {
        return new TemplateMessage(role, content, null, List.of(), null, null);
    }

    /** The result of a tool call. */
    public static TemplateMessage toolResult(@Nullable String toolCallId, @Nullable String name, String content) {
        return new TemplateMessage("tool", content, null, List.of(), toolCallId, name);
    }

    /** As templates see it: absent fields are missing, not null. */
    Map<String, Object> variables() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("role", role);
        putUnlessNull(map, "content", content);
        putUnlessNull(map, "reasoning_content", reasoningContent);
        putUnlessNull(map, "thinking", reasoningContent); // what some templates call it
        if (!toolCalls.isEmpty()) {
            map.put(
                    "tool_calls",
                    toolCalls.stream().map(TemplateMessage::variables).toList());
        }
        putUnlessNull(map, "tool_call_id", toolCallId);
        putUnlessNull(map, "name", name);
        return map;
    }

    private static Map<String, Object> variables(ToolCall call) {
        Map<String, Object> map = new LinkedHashMap<>();
        putUnlessNull(map, "id", call.id());
        map.put("type", "function");
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", call.name());
        function.put("arguments", call.arguments());
        map.put("function", function);
        return map;
    }

    private static void putUnlessNull(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
