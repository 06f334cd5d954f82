package io.reagent.core.trajectory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our own JSON: {@code {"question", "steps": [{"thought", "calls": [{"name", "arguments", "result"}]}], "answer"}}. Any of
 * its objects may have an {@code extra}, which no judge reads; other fields are refused.
 */
final class ReagentReader {
    private ReagentReader() {}

    /** The steps as they stand; the question is read apart, since a caller may give it. */
    static List<Step> readSteps(JsonAt document) {
        JsonAt steps =
                document.object().allow("question", "steps", "answer", "extra").get("steps");
        List<Step> read = new ArrayList<>();
        if (steps != null) {
            for (JsonAt step : steps.items()) {
                read.add(readStep(step.object()));
            }
        }
        return read;
    }

    static @Nullable String text(JsonAt document, String field) {
        JsonAt value = document.get(field);
        return value == null ? null : value.text();
    }

    private static Step readStep(JsonAt step) {
        JsonAt calls = step.allow("thought", "calls", "extra").get("calls");
        List<ToolCall> read = new ArrayList<>();
        if (calls != null) {
            for (JsonAt call : calls.items()) {
                read.add(readCall(call.object()));
            }
        }
        return new Step(text(step, "thought"), read);
    }

    private static ToolCall readCall(JsonAt call) {
        JsonAt arguments = call.allow("name", "arguments", "result", "extra").get("arguments");
        JsonAt result = call.get("result");
        return new ToolCall(
                call.require("name", "Name the tool that was called.").text(),
                arguments == null ? "" : arguments.textOrJson(),
                result == null ? null : result.textOrJson());
    }
}
