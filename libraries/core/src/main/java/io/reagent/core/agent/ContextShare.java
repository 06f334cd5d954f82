package io.reagent.core.agent;

import io.reagent.core.tools.ResultText;
import io.reagent.core.tools.ToolResult;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Shortens a turn's results to what is left of the context, the same share for each.
 *
 * @param left tokens before the context limit
 * @param cost tokens of a text
 */
record ContextShare(int left, ToIntFunction<String> cost) {
    /** Below this a result says nothing. */
    private static final int LEAST = 64;

    List<Turn.Call> fit(List<Turn.Call> calls) {
        int share = Math.max(LEAST, left / Math.max(1, calls.size()));
        return calls.stream().map(call -> fit(call, share)).toList();
    }

    private Turn.Call fit(Turn.Call call, int share) {
        String text = call.result().text();
        int tokens = cost.applyAsInt(text);
        if (tokens <= share) {
            return call;
        }
        int kept = (int) ((long) text.length() * share / tokens);
        ToolResult shorter =
                new ToolResult(ResultText.fit(text, kept), call.result().failed());
        return new Turn.Call(call.request(), shorter, call.elapsed());
    }
}
