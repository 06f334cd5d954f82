package io.reagent.eval.benchmarks;

import java.util.List;

/**
 * A set of questions and how it is usually evaluated; an evaluation may ask for something else in every point.
 *
 * @param name by which it is asked for
 * @param title for people
 * @param tools that its agents have, by their names in {@code GET /v1/agents/tools}
 * @param turns an agent may take
 * @param grader by its name in the grading library, such as {@code math}
 * @param prompt what agents are told first, as {@link Benchmarks#prompt} takes it
 * @param samples of each question
 * @param temperature of sampling
 * @param topP of sampling
 * @param licence of its content
 * @param source where a user gets its file
 * @param suites it is a part of
 */
public record Benchmark(
        String name,
        String title,
        List<String> tools,
        int turns,
        String grader,
        String prompt,
        int samples,
        double temperature,
        double topP,
        String licence,
        String source,
        List<String> suites) {
    public Benchmark {
        tools = List.copyOf(tools);
        suites = List.copyOf(suites);
    }

    /**
     * An item as an agent is asked it: the question, the options of a multiple choice by their letters, and the attached
     * files by the paths that the file tools take.
     */
    public String asked(Item item) {
        StringBuilder asked = new StringBuilder(item.question());
        for (int i = 0; i < item.options().size(); i++) {
            asked.append(i == 0 ? "\n\n" : "\n")
                    .append('(')
                    .append((char) ('A' + i))
                    .append(") ")
                    .append(item.options().get(i));
        }
        for (int i = 0; i < item.files().size(); i++) {
            asked.append(i == 0 ? "\n\nAttached: " : ", ")
                    .append(Attachments.path(name, item.files().get(i)));
        }
        return asked.toString();
    }
}
