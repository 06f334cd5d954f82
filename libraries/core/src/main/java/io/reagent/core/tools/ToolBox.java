package io.reagent.core.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The tools of one agent, by name. A call always gets a result within its limits, whatever the tool does. */
public final class ToolBox {
    public static final ToolBox EMPTY = new ToolBox(List.of());

    private record Entry(Tool tool, ToolDescription description, ArgumentCheck check) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** @throws IllegalArgumentException when two tools have one name, or a schema cannot be used */
    public ToolBox(List<? extends Tool> tools) {
        for (Tool tool : tools) {
            ToolDescription description = tool.description();
            Entry entry = new Entry(tool, description, new ArgumentCheck(description));
            if (entries.put(description.name(), entry) != null) {
                throw new IllegalArgumentException("two tools are named " + description.name());
            }
        }
    }

    /** In the order the tools were given. */
    public List<ToolDescription> descriptions() {
        return entries.values().stream().map(Entry::description).toList();
    }

    /**
     * Makes one call. Never fails: an unknown tool, malformed arguments, an exception and a timeout are results that
     * say so.
     *
     * @param name as the model wrote it
     * @param arguments as the model wrote them, which should be a JSON object
     * @param cancelled ends the call early when it completes
     */
    public CompletableFuture<ToolResult> call(
            String name, String arguments, ToolLimits limits, CompletionStage<?> cancelled) {
        Entry entry = entries.get(name);
        if (entry == null) {
            return CompletableFuture.completedFuture(ToolResult.error(unknown(name)));
        }
        return GuardedCall.start(entry.tool, () -> entry.check.read(arguments), limits, cancelled);
    }

    private String unknown(String name) {
        String called = "no tool " + ResultText.fit(name, 80);
        List<String> names = new ArrayList<>(entries.keySet());
        return switch (names.size()) {
            case 0 -> called + "; there are no tools";
            case 1 -> called + "; use " + names.getFirst();
            default ->
                called + "; use " + String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
        };
    }
}
