package io.reagent.eval.judges;

import java.util.List;

/** Labelled attempts to hold a judge against. */
final class LabelledSets {
    private LabelledSets() {}

    /** Two attempts at each of so many tasks, a right one and a wrong one; the wrong one's answer begins with "not". */
    static String ofTasks(int tasks) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < tasks; i++) {
            for (String says : List.of("is " + i, "not " + i)) {
                lines.append(("{\"id\": \"%s\", \"source\": \"%s\", \"question\": \"What is %d?\", \"text\": \"%s\","
                                + " \"label\": %d, \"meta\": {\"gold\": \"%d\"}}\n")
                        .formatted(
                                says.replace(' ', '-'),
                                i % 2 == 0 ? "even" : "odd",
                                i,
                                says,
                                says.startsWith("is") ? 1 : 0,
                                1000 + i));
            }
        }
        return lines.toString();
    }
}
