package io.reagent.agents.models;

import io.reagent.core.agent.Message;
import io.reagent.core.agent.ModelRequest;
import io.reagent.core.agent.Speech;
import io.reagent.core.agent.ToolRequest;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The body of one {@code /chat/completions} request, with nothing that only one kind of server knows unless asked to. */
final class ChatBody {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ChatBody() {}

    static ObjectNode of(ChatServerProperties settings, ModelRequest request, TurnSampling sampling) {
        ObjectNode body = JSON.objectNode().put("model", settings.model());
        int turns = messages(body.putArray("messages"), request);
        if (!request.tools().isEmpty()) {
            ArrayNode tools = body.putArray("tools");
            request.tools().forEach(tool -> tools.add(tool.toJson()));
            body.put("tool_choice", request.mustAnswer() ? "none" : "auto");
        }
        body.put("max_tokens", request.maxTokens());
        body.put("temperature", sampling.temperature());
        body.put("top_p", sampling.topP());
        body.put("seed", sampling.seed(turns));
        if (settings.tokenIds()) {
            body.put("logprobs", true).put("return_token_ids", true);
        }
        return body;
    }

    /** Writes them; gives the number of turns among them. */
    private static int messages(ArrayNode messages, ModelRequest request) {
        int turns = 0;
        int answers = 0;
        for (Message message : request.messages()) {
            switch (message) {
                case Message.System system ->
                    messages.addObject().put("role", "system").put("content", system.text());
                case Message.User user ->
                    messages.addObject().put("role", "user").put("content", user.text());
                case Message.Assistant assistant -> {
                    turns++;
                    answers = 0;
                    assistant(messages.addObject(), assistant.turn().speech(), turns);
                }
                case Message.ToolAnswer answer ->
                    messages.addObject()
                            .put("role", "tool")
                            .put("tool_call_id", id(turns, answers++))
                            .put("content", answer.text());
            }
        }
        return turns;
    }

    private static void assistant(ObjectNode message, Speech speech, int turn) {
        message.put("role", "assistant").put("content", speech.said());
        if (speech.calls().isEmpty()) {
            return;
        }
        ArrayNode calls = message.putArray("tool_calls");
        for (int i = 0; i < speech.calls().size(); i++) {
            ToolRequest call = speech.calls().get(i);
            calls.addObject()
                    .put("id", id(turn, i))
                    .put("type", "function")
                    .putObject("function")
                    .put("name", call.name().replaceAll("[^A-Za-z0-9_-]", "_"))
                    .put("arguments", arguments(call.arguments()));
        }
    }

    /** Unique in the run, of nine letters and digits: Mistral's templates take no other. */
    private static String id(int turn, int call) {
        return "c%04dx%03d".formatted(turn, call);
    }

    /** Servers read them as an object and refuse the whole conversation when they are none. */
    private static String arguments(String written) {
        if (written.isBlank()) {
            return "{}";
        }
        try {
            JsonNode arguments = JsonMapper.shared().readTree(written);
            if (arguments.isObject()) {
                return written;
            }
        } catch (JacksonException malformed) {
            // told below, as what they are
        }
        return JsonMapper.shared().writeValueAsString(Map.of("unreadable", written));
    }
}
