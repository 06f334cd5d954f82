package io.reagent.core.agent;

import io.reagent.core.tools.ToolDescription;
import io.reagent.core.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Llama 3's convention: a turn that calls is nothing but {@code {"name": …, "parameters": {…}}}, several of them joined by
 * semicolons. Any other turn is words, also one of other JSON.
 */
public final class BareJsonFormat implements SpeechFormat {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern BEGINS_LIKE_A_CALL = Pattern.compile("\\A\\{\\s*\"name\"\\s*:");
    private static final String SHAPE = "write {\"name\": \"…\", \"parameters\": {…}} and nothing else";

    @Override
    public Speech parse(String text) {
        String turn = text.strip();
        if (!turn.startsWith("{")) {
            return new Speech(null, turn, List.of());
        }
        List<ToolRequest> calls = read(turn);
        if (calls != null) {
            return new Speech(null, "", calls);
        }
        return BEGINS_LIKE_A_CALL.matcher(turn).find()
                ? new Speech(null, "", List.of(ToolRequest.malformed(0, turn, "malformed call; " + SHAPE)))
                : new Speech(null, turn, List.of());
    }

    /** The calls that the whole turn consists of; null when it is anything else. */
    private static @Nullable List<ToolRequest> read(String turn) {
        List<ToolRequest> calls = new ArrayList<>();
        String rest = turn;
        while (!rest.isEmpty()) {
            try (JsonParser parser = JSON.createParser(rest)) {
                JsonNode call = parser.readValueAsTree();
                JsonNode arguments = call.has("parameters") ? call.path("parameters") : call.path("arguments");
                if (!call.path("name").isString() || !arguments.isObject()) {
                    return null;
                }
                calls.add(ToolRequest.of(
                        calls.size(), call.path("name").stringValue(), ToolCall.argumentsText(arguments)));
                rest = afterSeparator(
                        rest.substring((int) parser.currentLocation().getCharOffset()));
            } catch (JacksonException notJson) {
                return null;
            }
        }
        return calls;
    }

    private static String afterSeparator(String rest) {
        String next = rest.strip();
        return next.startsWith(";") ? next.substring(1).strip() : next;
    }

    /** Templates put it into a message of its own, which no text ends. */
    @Override
    public String result(String text) {
        return text;
    }

    @Override
    public String instructions(List<ToolDescription> tools) {
        return tools.stream()
                .map(tool -> tool.toJson().toString())
                .collect(Collectors.joining(
                        "\n", "You may call these functions:\n\n", "\n\nTo call one, " + SHAPE + "."));
    }
}
