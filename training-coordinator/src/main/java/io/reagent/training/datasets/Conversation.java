package io.reagent.training.datasets;

import io.reagent.core.tools.ToolDescription;
import io.reagent.text.TemplateMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A conversation to imitate.
 *
 * @param id of its task, for messages
 * @param tools the definitions its prompts had, in OpenAI's shape
 */
public record Conversation(String id, List<TemplateMessage> messages, List<Map<String, Object>> tools) {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    public Conversation {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    static Map<String, Object> definition(JsonNode tool) {
        return JsonMapper.shared().convertValue(tool, OBJECT);
    }

    static List<Map<String, Object>> definitions(List<ToolDescription> tools) {
        return tools.stream().map(tool -> definition(tool.toJson())).toList();
    }

    /** Where it stands, for people: a file and its line. */
    public String where() {
        return where(id);
    }

    static String where(String id) {
        return id.replaceFirst(":(\\d+)$", " line $1");
    }

    /** The same after a system message, unless it has one. */
    public Conversation told(String system) {
        if (messages.stream().anyMatch(message -> message.role().equals("system"))) {
            return this;
        }
        List<TemplateMessage> more = new ArrayList<>(List.of(TemplateMessage.of("system", system)));
        more.addAll(messages);
        return new Conversation(id, more, tools);
    }
}
