package io.reagent.core.agent;

import io.reagent.core.tools.ToolDescription;
import io.reagent.core.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Qwen/Hermes convention: {@code <think>}, calls as {@code <tool_call>{"name": …, "arguments": {…}}</tool_call>},
 * results in {@code <tool_response>}. A block left open runs to the end, since a stop string may have eaten its end.
 */
public final class HermesFormat implements SpeechFormat {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern BLOCK = Pattern.compile("<(think|tool_call)>(.*?)(?:</\\1>|\\z)", Pattern.DOTALL);
    private static final String THINK_END = "</think>";
    private static final String SHAPE = "write <tool_call>{\"name\": \"…\", \"arguments\": {…}}</tool_call>";

    @Override
    public Speech parse(String text) {
        List<String> thoughts = new ArrayList<>();
        List<String> said = new ArrayList<>();
        List<ToolRequest> calls = new ArrayList<>();
        String rest = withoutLeadingThought(text, thoughts);
        Matcher block = BLOCK.matcher(rest);
        int from = 0;
        while (block.find()) {
            add(said, rest.substring(from, block.start()));
            from = block.end();
            if (block.group(1).equals("think")) {
                add(thoughts, block.group(2));
            } else {
                calls.add(readCall(calls.size(), block.group(2).strip()));
            }
        }
        add(said, rest.substring(from));
        return new Speech(thoughts.isEmpty() ? null : String.join("\n\n", thoughts), String.join("\n\n", said), calls);
    }

    @Override
    public String result(String text) {
        return "<tool_response>\n" + text.replace("tool_response>", "tool_response›") + "\n</tool_response>";
    }

    @Override
    public String instructions(List<ToolDescription> tools) {
        return tools.stream()
                .map(tool -> tool.toJson().toString())
                .collect(Collectors.joining(
                        "\n",
                        "# Tools\n\nYou may call one or more functions to assist with the user query. Their signatures stand"
                                + " within <tools></tools>:\n<tools>\n",
                        "\n</tools>\n\nFor each call, " + SHAPE + "."));
    }

    // Many chat templates put the opening tag into the prompt, so generated text starts inside the block.
    private static String withoutLeadingThought(String text, List<String> thoughts) {
        int end = text.indexOf(THINK_END);
        int start = text.indexOf("<think>");
        if (end < 0 || (start >= 0 && start < end)) {
            return text;
        }
        add(thoughts, text.substring(0, end));
        return text.substring(end + THINK_END.length());
    }

    private static void add(List<String> to, String text) {
        if (!text.isBlank()) {
            to.add(text.strip());
        }
    }

    private static ToolRequest readCall(int index, String body) {
        JsonNode call;
        try {
            call = JSON.readTree(body);
        } catch (JacksonException malformed) {
            return ToolRequest.malformed(index, body, "malformed call, not JSON; " + SHAPE);
        }
        JsonNode name = call.path("name");
        if (!name.isString()) {
            return ToolRequest.malformed(index, body, "malformed call, no name; " + SHAPE);
        }
        JsonNode arguments = call.path("arguments");
        return ToolRequest.of(
                index,
                name.stringValue(),
                arguments.isMissingNode() || arguments.isNull() ? "{}" : ToolCall.argumentsText(arguments));
    }
}
