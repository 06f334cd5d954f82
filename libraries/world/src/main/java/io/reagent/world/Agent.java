package io.reagent.world;

import io.reagent.core.trajectory.Step;
import io.reagent.core.trajectory.ToolCall;
import io.reagent.core.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The agent's hands and voice: makes real tool calls and words the thoughts before them. */
final class Agent {
    private final Task task;
    private final WorldTools tools;
    private final RandomGenerator random;
    private final List<Step> steps = new ArrayList<>();
    private final StringBuilder said = new StringBuilder();

    Agent(Task task, RandomGenerator random) {
        this.task = task;
        this.tools = new WorldTools(task.encyclopaedia());
        this.random = random;
    }

    /** Number of the last step made. */
    int steps() {
        return steps.size();
    }

    /** Says something before the next call or the answer. */
    void say(Phrase phrase, String attribute, String value) {
        add(phrase.say(random, task.split(), attribute, value));
    }

    void compute(Phrase phrase, long a, long b, long result) {
        add(phrase.compute(random, task.split(), a, b, result));
    }

    private void add(String sentence) {
        said.append(said.isEmpty() ? "" : " ").append(sentence);
    }

    private String spoken() {
        String text = said.toString();
        said.setLength(0);
        return text;
    }

    static String searchFor(String query) {
        return "{\"queries\": [\"" + query + "\"]}";
    }

    static String open(String url, String query) {
        return "{\"url\": \"" + url + "\", \"query\": \"" + query + "\"}";
    }

    static String print(String expression) {
        return "{\"code\": \"print(" + expression + ")\"}";
    }

    /** Makes a step of what was said and one call. */
    void call(String tool, String arguments) {
        steps.add(new Step(spoken(), List.of(new ToolCall(tool, arguments, tools.call(tool, arguments)))));
    }

    Trajectory answer(String answer) {
        say(Phrase.FINAL, "", answer);
        return new Trajectory(task.question(), steps, spoken());
    }
}
