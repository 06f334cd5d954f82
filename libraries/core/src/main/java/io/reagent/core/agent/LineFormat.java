package io.reagent.core.agent;

import io.reagent.core.tools.ToolDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The convention trajectories are rendered in for judges: a thought, then one line {@code <call> name {json}} for each
 * call, answered by {@code <result> …}; the answer may be marked {@code [answer]}. A step's number in brackets may stand
 * at the beginning.
 */
public final class LineFormat implements SpeechFormat {
    private static final Pattern CALL = Pattern.compile("(?m)^\\h*<call>(.*)$");
    private static final Pattern NAMED = Pattern.compile("\\h*([^\\s{}<>]+)\\h*(.*)");
    private static final Pattern STEP = Pattern.compile("\\A\\s*\\[\\d+]\\h*");
    private static final Pattern ANSWER = Pattern.compile("(?m)^\\h*\\[answer]");
    private static final Pattern STRUCTURE = Pattern.compile("(?m)^(\\h*)(?=<call>|<result>|\\[\\w+])");
    private static final String SHAPE = "write <call> name {\"argument\": …} on one line";

    @Override
    public Speech parse(String text) {
        String rest = STEP.matcher(text).replaceFirst("");
        List<ToolRequest> calls = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        Matcher call = CALL.matcher(rest);
        int from = 0;
        while (call.find()) {
            words.append(rest, from, call.start());
            from = call.end();
            calls.add(readCall(calls.size(), call.group(1)));
        }
        words.append(rest, from, rest.length());
        Matcher answer = ANSWER.matcher(words);
        if (!answer.find()) {
            return new Speech(null, words.toString().strip(), calls);
        }
        String thought = words.substring(0, answer.start()).strip();
        return new Speech(
                thought.isEmpty() ? null : thought,
                words.substring(answer.end()).strip(),
                calls);
    }

    @Override
    public String result(String text) {
        return "<result> " + STRUCTURE.matcher(text).replaceAll("$1›");
    }

    @Override
    public String instructions(List<ToolDescription> tools) {
        return tools.stream()
                .map(tool -> "- " + tool.name() + ": " + tool.text() + " Arguments: "
                        + tool.arguments().path("properties"))
                .collect(Collectors.joining("\n", "Tools you may call:\n", "\nFor each call, " + SHAPE + "."));
    }

    private static ToolRequest readCall(int index, String line) {
        Matcher named = NAMED.matcher(line);
        if (!named.matches()) {
            return ToolRequest.malformed(index, line.strip(), "malformed call, no name; " + SHAPE);
        }
        return ToolRequest.of(index, named.group(1), named.group(2).strip());
    }
}
