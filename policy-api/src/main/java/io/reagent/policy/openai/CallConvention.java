package io.reagent.policy.openai;

import io.reagent.core.agent.HermesFormat;
import io.reagent.core.agent.LineFormat;
import io.reagent.core.agent.SpeechFormat;
import io.reagent.core.agent.ToolRequest;
import io.reagent.core.trajectory.ToolCall;
import io.reagent.lm.constrain.TextForm;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** How a model writes tool calls into its text. */
enum CallConvention {
    /** Qwen and Hermes: {@code <tool_call>{"name": …, "arguments": {…}}</tool_call>}. */
    HERMES("<tool_call>", "</tool_call>", "\n{\"name\": %s, \"arguments\": ", "}\n", "\n"),
    /** A line {@code <call> name {…}} for each call, as trajectories are rendered for judges. */
    LINE("<call>", "\n", " %s ", "", "\n"),
    /** Llama 3: the turn is nothing but {@code {"name": …, "parameters": {…}}}, several joined by semicolons. */
    BARE_JSON("{", "", "\"name\": %s, \"parameters\": ", "}", "; ");

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SpeechFormat HERMES_TEXT = new HermesFormat();
    private static final SpeechFormat LINE_TEXT = new LineFormat();

    private final String open;
    private final String close;
    private final String head;
    private final String tail;
    private final String between;

    CallConvention(String open, String close, String head, String tail, String between) {
        this.open = open;
        this.close = close;
        this.head = head;
        this.tail = tail;
        this.between = between;
    }

    /** What begins a call. */
    String open() {
        return open;
    }

    /** What ends it, the turn's end does too; empty where nothing else does. */
    String close() {
        return close;
    }

    /** Whether a call may begin after the text of its line so far; {@code said} tells whether anything stands before it. */
    boolean beginsAfter(String line, boolean said) {
        return switch (this) {
            case HERMES -> true;
            case LINE -> line.isBlank();
            case BARE_JSON -> !said;
        };
    }

    /** The texts of calls of a tool with arguments of a schema. */
    TextForm form(String tool, JsonNode schema) {
        String name = this == LINE ? tool : StringNode.valueOf(tool).toString();
        String end = this == LINE ? "" : tail + close;
        return TextForm.sequence(
                new TextForm.Literal(open + head.formatted(name)),
                new TextForm.Json(schema),
                new TextForm.Literal(end));
    }

    /** What stands between two calls. */
    TextForm.Literal between() {
        return new TextForm.Literal(between);
    }

    /**
     * The calls in what stood between {@link #open()} and {@link #close()}; none when they cannot be read.
     *
     * @param cut whether the text was to go on: then arguments have to be whole
     */
    List<Delta.Call> read(String body, boolean cut) {
        return switch (this) {
            case HERMES -> calls(HERMES_TEXT.parse(open + body + close).calls(), cut);
            case LINE -> calls(LINE_TEXT.parse(open + body).calls(), cut);
            case BARE_JSON -> bare(open + body);
        };
    }

    private static List<Delta.Call> calls(List<ToolRequest> requests, boolean cut) {
        List<Delta.Call> calls = new ArrayList<>();
        for (ToolRequest request : requests) {
            String arguments = request.arguments();
            if (request.problem() != null || (cut && !isObject(arguments))) {
                return List.of();
            }
            calls.add(new Delta.Call(request.name(), arguments.isBlank() ? "{}" : arguments));
        }
        return calls;
    }

    private static boolean isObject(String text) {
        try {
            return JSON.readTree(text).isObject();
        } catch (JacksonException unfinished) {
            return false;
        }
    }

    private static List<Delta.Call> bare(String text) {
        List<Delta.Call> calls = new ArrayList<>();
        for (String one : text.split("(?<=})\\s*;\\s*(?=\\{)")) {
            JsonNode call;
            try {
                call = JSON.readTree(one.strip());
            } catch (JacksonException notJson) {
                return List.of();
            }
            JsonNode arguments = call.has("parameters") ? call.path("parameters") : call.path("arguments");
            if (!call.path("name").isString() || !arguments.isObject()) {
                return List.of();
            }
            calls.add(new Delta.Call(call.path("name").stringValue(), ToolCall.argumentsText(arguments)));
        }
        return calls;
    }
}
