package io.reagent.rrm.dialects;

import io.reagent.core.trajectory.ToolCall;
import io.reagent.core.trajectory.TrajectoryFormatException;
import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import io.reagent.rrm.judging.JudgingProblems;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI Responses items as the chat messages that say the same. */
final class ResponsesItems {
    private static final Set<String> RESULTS = Set.of("output", "outputs", "results", "result", "error");
    private static final Set<String> NAMES = Set.of("id", "call_id", "type", "status", "name");
    private static final String PICTURE = "computer_screenshot";
    private static final Pattern MESSAGE = Pattern.compile("^\\[(\\d+)](.*)$", Pattern.DOTALL);

    private final ArrayNode messages = JsonNodeFactory.instance.arrayNode();
    /** Of each message, the item it came from. */
    private final List<String> sources = new ArrayList<>();

    /** What waits for the turn that it belongs to. */
    private final StringBuilder reasoning = new StringBuilder();

    private boolean hiddenReasoning;

    /** What the assistant says and calls in one turn; a result, or anybody else, ends it. */
    private @Nullable ObjectNode turn;

    /** The turn's reasoning so far. */
    private final StringBuilder thought = new StringBuilder();

    /** The turn's content, once it has parts of more than one item; what was sent is left as it is. */
    private @Nullable ArrayNode parts;

    private String turnSource = "";

    private ResponsesItems() {}

    /**
     * The conversation of a request and its response.
     *
     * @param request with {@code input}, a string or a list of items
     * @param response with {@code output}, a list of items
     * @throws io.reagent.kit.problem.ProblemException 400 naming an item that cannot be read
     */
    static ResponsesItems of(JsonNode request, JsonNode response) {
        ResponsesItems items = new ResponsesItems();
        JsonNode instructions = request.path("instructions");
        if (instructions.isString()) {
            items.say("system", instructions, "responses_create_params.instructions");
        }
        JsonNode input = request.path("input");
        if (input.isString()) {
            items.say("user", input, "responses_create_params.input");
        } else {
            items.read(input, "responses_create_params.input");
        }
        items.read(response.path("output"), "response.output");
        items.endTurn();
        return items;
    }

    ArrayNode messages() {
        return messages;
    }

    /** An error of the messages, naming the item it came from. */
    TrajectoryFormatException asSent(TrajectoryFormatException unreadable) {
        Matcher message = MESSAGE.matcher(unreadable.field());
        String field = message.matches()
                ? sources.get(Integer.parseInt(message.group(1))) + message.group(2)
                : unreadable.field().equals("messages")
                        ? "responses_create_params.input"
                        : "response" + unreadable.field();
        return new TrajectoryFormatException(field, unreadable.problem(), unreadable.remedy());
    }

    private void read(JsonNode items, String field) {
        if (!items.isArray()) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "invalid-field", field + " must be a list of items")
                    .field(field)
                    .remedy("Send items as OpenAI's Responses API has them.")
                    .asException();
        }
        for (int i = 0; i < items.size(); i++) {
            read(items.get(i), items.get(i).path("type").asString("message"), field + "[" + i + "]");
        }
    }

    private void read(JsonNode item, String type, String source) {
        switch (type) {
            case "message" -> message(item, source);
            case "reasoning" -> reasoning(item, source);
            case "function_call" -> call(item.path("call_id"), item.path("name"), item.path("arguments"), source);
            case "custom_tool_call" -> call(item.path("call_id"), item.path("name"), item.path("input"), source);
            default -> {
                if (type.endsWith("_call_output")) {
                    boolean parts = type.equals("function_call_output") || type.equals("custom_tool_call_output");
                    result(item.path("call_id"), item.path("output"), parts, source);
                } else if (type.endsWith("_call")) {
                    providersCall(item, type, source);
                } else {
                    throw unreadable(
                            source + ".type",
                            "is \"" + type + "\", a kind of item not known here",
                            "Send messages, reasoning, calls and their outputs; leave out what no judge should read.");
                }
            }
        }
    }

    private void message(JsonNode item, String source) {
        String role = item.path("role").asString("user");
        JsonNode content = item.path("content");
        if (!role.equals("assistant")) {
            say(role, content, source);
            return;
        }
        // text after calls begins another turn
        if (turn != null && turn.has("tool_calls")) {
            endTurn();
        }
        ObjectNode assistant = assistant(source);
        if (assistant.has("content")) {
            addTo(parts(assistant), content, source);
        } else {
            assistant.set("content", content);
        }
        turnSource = source;
    }

    private ArrayNode parts(ObjectNode assistant) {
        if (parts == null) {
            parts = JsonNodeFactory.instance.arrayNode();
            addTo(parts, assistant.path("content"), turnSource);
            assistant.set("content", parts);
        }
        return parts;
    }

    private static void addTo(ArrayNode parts, JsonNode content, String source) {
        if (content.isString()) {
            parts.addObject().put("type", "output_text").set("text", content);
        } else if (content.isArray()) {
            content.forEach(parts::add);
        } else if (!content.isNull() && !content.isMissingNode()) {
            throw unreadable(source + ".content", "is neither text nor a list of parts", "Send text, or its parts.");
        }
    }

    private void reasoning(JsonNode item, String source) {
        String text =
                texts(item.path("summary"), source + ".summary") + texts(item.path("content"), source + ".content");
        if (text.isEmpty() && item.path("encrypted_content").isString()) {
            hiddenReasoning = true;
        } else {
            reasoning.append(text);
        }
    }

    private void call(JsonNode id, JsonNode name, JsonNode arguments, String source) {
        ObjectNode call = assistant(source).withArrayProperty("tool_calls").addObject();
        call.put("type", "function");
        call.set("id", id);
        ObjectNode function = call.putObject("function");
        function.set("name", name);
        function.set("arguments", arguments);
    }

    /** A tool that ran at the provider: everything the item says of it, its result beside it where it has one. */
    private void providersCall(JsonNode item, String type, String source) {
        JsonNode id = item.hasNonNull("call_id") ? item.path("call_id") : item.path("id");
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        ObjectNode results = JsonNodeFactory.instance.objectNode();
        item.forEachEntry((name, value) -> {
            if (!value.isNull() && !NAMES.contains(name)) {
                (RESULTS.contains(name) ? results : arguments).set(name, value);
            }
        });
        JsonNode name = item.path("name").isString()
                ? item.path("name")
                : JsonNodeFactory.instance.stringNode(type.substring(0, type.length() - "_call".length()));
        JsonNode own = arguments.path("arguments");
        call(id, name, own.isString() && arguments.size() == 1 ? own : arguments, source);
        if (type.equals("image_generation_call") && results.has("result")) {
            // the picture itself, which a judge of text cannot see
            results.set("result", JsonNodeFactory.instance.objectNode().put("type", PICTURE));
        }
        if (!results.isEmpty()) {
            result(id, results.size() == 1 ? results.iterator().next() : results, false, source);
        }
    }

    /** @param inParts whether a list is one of content parts, not of whatever else such a tool returns */
    private void result(JsonNode id, JsonNode output, boolean inParts, String source) {
        endTurn();
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", "tool");
        message.set("tool_call_id", id);
        boolean parts = inParts
                && output.isArray()
                && output.valueStream().allMatch(part -> part.path("type").isString());
        if (output.path("type").asString("").equals(PICTURE)) {
            message.putArray("content").addObject().put("type", "image");
        } else if (output.isString() || parts) {
            message.set("content", output);
        } else if (!output.isNull() && !output.isMissingNode()) {
            message.put("content", ToolCall.argumentsText(output));
        }
        add(message, source);
    }

    private void say(String role, JsonNode content, String source) {
        endTurn();
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", role);
        message.set("content", content);
        add(message, source);
    }

    private void add(ObjectNode message, String source) {
        messages.add(message);
        sources.add(source);
    }

    private ObjectNode assistant(String source) {
        if (turn == null) {
            turn = JsonNodeFactory.instance.objectNode().put("role", "assistant");
            turnSource = source;
        }
        thought.append(reasoning);
        reasoning.setLength(0);
        if (hiddenReasoning) {
            parts(turn).addObject().put("type", "redacted_thinking");
            hiddenReasoning = false;
        }
        return turn;
    }

    private void endTurn() {
        if (!reasoning.isEmpty() || hiddenReasoning) {
            assistant("response.output");
        }
        if (turn != null) {
            if (!thought.isEmpty()) {
                turn.put("reasoning_content", thought.toString());
            }
            add(turn, turnSource);
            turn = null;
            parts = null;
            thought.setLength(0);
        }
    }

    /** The texts of a list of parts. */
    private static String texts(JsonNode parts, String field) {
        TrajectoryReader.Said said;
        try {
            said = TrajectoryReader.said(parts, field);
        } catch (TrajectoryFormatException unknown) {
            throw JudgingProblems.unreadable(unknown);
        }
        if (!said.unseen().isEmpty()) {
            throw unreadable(field, "holds more than text: " + said.unseen().getFirst(), "Send reasoning as text.");
        }
        return said.text();
    }

    private static ProblemException unreadable(String field, String problem, String remedy) {
        return JudgingProblems.unreadable(new TrajectoryFormatException(field, problem, remedy));
    }
}
