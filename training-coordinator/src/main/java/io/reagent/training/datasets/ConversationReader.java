package io.reagent.training.datasets;

import io.reagent.text.TemplateMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads messages in OpenAI's shape, as {@code GET /v1/agents/runs/{id}/messages} gives them: content as text, as parts of
 * text or null beside calls; {@code reasoning_content}; {@code tool_calls} whose arguments are a JSON object or its text;
 * {@code tool_call_id}; {@code name}. What else stands there would not be learned, so it is refused by its name.
 */
final class ConversationReader {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> KNOWN =
            List.of("role", "content", "reasoning_content", "tool_calls", "tool_call_id", "name");

    private final String where;

    /** @param where file and line, for messages */
    ConversationReader(String where) {
        this.where = where;
    }

    List<TemplateMessage> read(JsonNode messages) {
        List<TemplateMessage> conversation = new ArrayList<>();
        for (JsonNode message : messages) {
            conversation.add(message(message, "messages[" + conversation.size() + "]"));
        }
        return conversation;
    }

    /** Tool definitions beside the messages, as a list or its text; none when the field is absent. */
    List<Map<String, Object>> tools(JsonNode field) {
        JsonNode tools = field.isString() ? parsed(field.stringValue()) : field;
        if (!tools.isArray() && !field.isNull() && !field.isMissingNode()) {
            throw wrong("tools", "is no list, nor the text of one");
        }
        List<Map<String, Object>> definitions = new ArrayList<>();
        for (JsonNode tool : tools) {
            if (!tool.path("function").path("name").isString()) {
                throw wrong(
                        "tools[" + definitions.size() + "]",
                        "is no {\"type\": \"function\", \"function\": {\"name\", …}}");
            }
            definitions.add(Conversation.definition(tool));
        }
        return definitions;
    }

    private TemplateMessage message(JsonNode message, String at) {
        for (Map.Entry<String, JsonNode> field : message.properties()) {
            if (!KNOWN.contains(field.getKey()) && !JsonLines.saysNothing(field.getValue())) {
                throw wrong(at + "." + field.getKey(), "is not read; remove it, or say it in content");
            }
        }
        String role = text(message, "role", at);
        if (role == null) {
            throw wrong(at + ".role", "is missing");
        }
        String content = content(message.path("content"), at + ".content");
        String reasoning = text(message, "reasoning_content", at);
        List<TemplateMessage.ToolCall> calls = calls(message.path("tool_calls"), at + ".tool_calls");
        if (!role.equals("assistant") && (!calls.isEmpty() || reasoning != null)) {
            throw wrong(at, "calls or thinks, which only an assistant does");
        }
        if (content == null && calls.isEmpty()) {
            throw wrong(at + ".content", "is missing");
        }
        return new TemplateMessage(
                role, content, reasoning, calls, text(message, "tool_call_id", at), text(message, "name", at));
    }

    private @Nullable String content(JsonNode content, String at) {
        if (!content.isArray()) {
            return content.isNull() || content.isMissingNode() ? null : string(content, at);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode part : content) {
            if (!part.path("type").asString("").equals("text")) {
                throw wrong(at + "[" + texts.size() + "]", "is no part of type text, and nothing else can be learned");
            }
            texts.add(string(part.path("text"), at + "[" + texts.size() + "].text"));
        }
        return texts.stream().collect(Collectors.joining("\n"));
    }

    private List<TemplateMessage.ToolCall> calls(JsonNode calls, String at) {
        if (!calls.isArray() && !calls.isNull() && !calls.isMissingNode()) {
            throw wrong(at, "is no list");
        }
        List<TemplateMessage.ToolCall> read = new ArrayList<>();
        for (JsonNode call : calls) {
            String here = at + "[" + read.size() + "]";
            JsonNode function = call.path("function");
            String name = text(function, "name", here + ".function");
            if (name == null) {
                throw wrong(here + ".function.name", "is missing");
            }
            read.add(new TemplateMessage.ToolCall(
                    text(call, "id", here), name, arguments(function.path("arguments"), here + ".function.arguments")));
        }
        return read;
    }

    private Map<String, Object> arguments(JsonNode arguments, String at) {
        JsonNode object = arguments.isString() ? parsed(arguments.stringValue()) : arguments;
        if (!object.isObject()) {
            throw wrong(at, "is no JSON object, nor the text of one");
        }
        return Conversation.definition(object);
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException notJson) {
            return JSON.nullNode();
        }
    }

    private @Nullable String text(JsonNode of, String field, String at) {
        JsonNode value = of.path(field);
        return value.isNull() || value.isMissingNode() ? null : string(value, at + "." + field);
    }

    private String string(JsonNode value, String at) {
        if (!value.isString()) {
            throw wrong(at, "is no text");
        }
        return JsonLines.storable(value.stringValue(), where + ": " + at);
    }

    private DatasetException wrong(String at, String problem) {
        return new DatasetException(where + ": " + at + " " + problem);
    }
}
