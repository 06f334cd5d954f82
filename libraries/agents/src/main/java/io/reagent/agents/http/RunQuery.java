package io.reagent.agents.http;

import io.reagent.agents.runs.Strategy;
import io.reagent.agents.store.RunFilter;
import io.reagent.agents.store.RunStatus;
import io.reagent.core.agent.StopReason;
import io.reagent.kit.paging.Cursor;
import io.reagent.kit.paging.PageParameters;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What {@code GET /v1/agents/runs} asks for.
 *
 * @param before the last id of the page before, or null for the first page
 */
record RunQuery(RunFilter filter, @Nullable UUID before, int limit) {
    static final Cursor CURSOR = new Cursor("a1");

    static RunQuery of(MultiValueMap<String, String> query) {
        PageParameters parameters =
                new PageParameters(query).allow("model", "strategy", "status", "stop", "world_task");
        StopReason stop = parameters.choice("stop", StopReason.class);
        RunFilter filter = new RunFilter(
                parameters.text("model"),
                strategy(parameters.text("strategy")),
                parameters.choice("status", RunStatus.class),
                stop == null ? null : stop.name(),
                number(parameters.text("world_task")));
        return new RunQuery(filter, parameters.before(CURSOR), parameters.limit());
    }

    private static @Nullable String strategy(@Nullable String name) {
        if (name != null && Strategy.ofWireName(name) == null) {
            throw PageParameters.invalid("strategy", "is not one of those there are", "There are plain and reagent-c");
        }
        return name;
    }

    private static @Nullable Long number(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException notOne) {
            throw PageParameters.invalid("world_task", "is not a number", "Send the number of a task");
        }
    }
}
