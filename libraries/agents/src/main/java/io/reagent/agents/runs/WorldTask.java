package io.reagent.agents.runs;

import io.reagent.agents.tools.ToolShelf;
import io.reagent.core.tools.Tool;
import io.reagent.core.tools.ToolBox;
import io.reagent.world.Split;
import io.reagent.world.Task;
import io.reagent.world.TaskGenerator;
import io.reagent.world.WorldTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A task of the made-up world by its number: the same number and side are always the same task. */
public record WorldTask(long number, Split split) {
    /** Makes its question, encyclopaedia and reference answer: some milliseconds of computing. */
    Task generate() {
        return TaskGenerator.generate(number, split);
    }

    /** {@code train} or {@code held_out}. */
    public String side() {
        return split.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The world's tools over a task's encyclopaedia.
     *
     * @param names none means all
     * @throws io.reagent.kit.problem.ProblemException 422 naming an element of {@code tools}
     */
    static ToolBox tools(Task task, List<String> names) {
        List<? extends Tool> all = new WorldTools(task.encyclopaedia()).tools();
        List<Tool> chosen = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            int at = i;
            chosen.add(all.stream()
                    .filter(tool -> tool.description().name().equals(name))
                    .filter(tool -> !chosen.contains(tool))
                    .findFirst()
                    .orElseThrow(() -> ToolShelf.unknown(
                            name,
                            "tools[" + at + "]",
                            "The tools of a world task are search, browse and python, each once; leave tools out for"
                                    + " all of them.")));
        }
        return new ToolBox(names.isEmpty() ? all : chosen);
    }
}
