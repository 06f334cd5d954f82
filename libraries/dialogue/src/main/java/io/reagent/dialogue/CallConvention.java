package io.reagent.dialogue;

import io.reagent.core.agent.BareJsonFormat;
import io.reagent.core.agent.HermesFormat;
import io.reagent.core.agent.LineFormat;
import io.reagent.core.agent.SpeechFormat;
import io.reagent.core.agent.ToolRequest;
import io.reagent.text.TemplateMessage;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** A way to write tool calls into text. */
public enum CallConvention {
    /** Qwen and Hermes: {@code <tool_call>{"name": …, "arguments": {…}}</tool_call>}. */
    HERMES(new HermesFormat(), "<tool_call>", "</tool_call>", "\n{\"name\": %s, \"arguments\": ", "}\n", "\n"),
    /** A line {@code <call> name {…}} for each call, as trajectories are rendered for judges. */
    LINE(new LineFormat(), "<call>", "\n", " %s ", "", "\n"),
    /** Llama 3: the turn is nothing but {@code {"name": …, "parameters": {…}}}, several joined by semicolons. */
    BARE_JSON(new BareJsonFormat(), "{", "", "\"name\": %s, \"parameters\": ", "}", "; ");

    private static final JsonMapper JSON = JsonMapper.shared();

    private final SpeechFormat format;
    private final String open;
    private final String close;
    private final String head;
    private final String tail;
    private final String between;

    CallConvention(SpeechFormat format, String open, String close, String head, String tail, String between) {
        this.format = format;
        this.open = open;
        this.close = close;
        this.head = head;
        this.tail = tail;
        this.between = between;
    }

    /** Takes a whole turn apart, as agents have it. */
    public SpeechFormat format() {
        return format;
    }

    /** What begins a call. */
    public String open() {
        return open;
    }

    /** What ends it, the turn's end does too; empty where nothing else does. */
    public String close() {
        return close;
    }

    /** Whether a call may begin after the text of its line so far; {@code said} tells whether anything stands before it. */
    public boolean beginsAfter(String line, boolean said) {
        return switch (this) {
            case HERMES -> true;
            case LINE -> line.isBlank();
            case BARE_JSON -> !said;
        };
    }

    /** What a call of a tool is written with before its arguments. */
    public String before(String tool) {
        return open
                + head.formatted(this == LINE ? tool : StringNode.valueOf(tool).toString());
    }

    /** What it is written with behind them. */
    public String behind() {
        return this == LINE ? "" : tail + close;
    }

    /** Calls of one turn behind what is said in it. */
    public String written(String said, List<TemplateMessage.ToolCall> calls) {
        String text = calls.stream()
                .map(call -> before(call.name()) + ArgumentsText.of(call.arguments()) + behind())
                .collect(Collectors.joining(between));
        return said.isBlank() ? text : said + "\n" + text;
    }

    /** What stands between two calls. */
    public String between() {
        return between;
    }

    /**
     * The calls in what stood between {@link #open()} and {@link #close()}; none when they cannot be read.
     *
     * @param cut whether the text was to go on: then arguments have to be whole
     */
    public List<ToolRequest> read(String body, boolean cut) {
        List<ToolRequest> calls = format.parse(open + body + close).calls();
        boolean whole = calls.stream().allMatch(call -> call.problem() == null && (!cut || isObject(call.arguments())));
        return whole
                ? calls.stream()
                        .map(call -> new ToolRequest(
                                call.id(), call.name(), ArgumentsText.wellFormed(call.arguments()), call.problem()))
                        .toList()
                : List.of();
    }

    private static boolean isObject(String text) {
        try {
            return JSON.readTree(text).isObject();
        } catch (JacksonException unfinished) {
            return false;
        }
    }
}
