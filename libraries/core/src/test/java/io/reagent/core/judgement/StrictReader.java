package io.reagent.core.judgement;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a rendering by its structure alone, as a judge is trained to, and fails where a line is out of place. */
final class StrictReader {
    private static final Pattern STEP = Pattern.compile("\\[(\\d+)](?: .*)?");
    private static final Pattern CALL = Pattern.compile("<call> (\\S+)(?: (.*))?");
    private static final Pattern RESULT = Pattern.compile("<result>(?: .*)?");
    private static final Pattern ANSWER = Pattern.compile("\\[answer] .*|\\[no answer]");

    /** The kinds of structural lines in order: S step, C call, R result, A answer, N no answer. */
    static String shape(String rendered, Fence fence) {
        String[] lines = rendered.split("\n", -1);
        int i = 1;
        if (!lines[0].startsWith("Question: ")) {
            throw new AssertionError("no question");
        }
        while (!lines[i].equals("Agent Trajectory " + fence.nonce())) {
            i++;
        }
        if (!lines[i - 1].isEmpty()) {
            throw new AssertionError("no empty line before the fence");
        }
        List<String> shape = new ArrayList<>();
        int steps = 0;
        for (i++; i < lines.length - 1; i++) {
            String line = lines[i];
            if (STEP.matcher(line).matches()) {
                steps++;
                if (!line.startsWith("[" + steps + "]")) {
                    throw new AssertionError("step out of order: " + line);
                }
                shape.add("S");
            } else if (CALL.matcher(line).matches()) {
                shape.add("C");
            } else if (RESULT.matcher(line).matches()) {
                shape.add("R");
            } else if (ANSWER.matcher(line).matches()) {
                shape.add(line.startsWith("[no") ? "N" : "A");
            }
        }
        if (!lines[lines.length - 1].equals("End " + fence.nonce())) {
            throw new AssertionError("no closing fence");
        }
        if (rendered.indexOf("End " + fence.nonce()) != rendered.lastIndexOf("End " + fence.nonce())) {
            throw new AssertionError("two closing fences");
        }
        return String.join("", shape);
    }

    private StrictReader() {}
}
