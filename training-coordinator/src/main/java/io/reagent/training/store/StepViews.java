package io.reagent.training.store;

import static io.reagent.kit.database.Columns.required;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** Committed steps and their groups, for reading. */
public final class StepViews {
    private final DatabaseClient database;

    public StepViews(DatabaseClient database) {
        this.database = database;
    }

    /**
     * A group.
     *
     * @param task the task's id in its dataset
     * @param rejection why nothing was learned from it, or null
     * @param mean of its rewards, or null when it has none
     * @param deviation of its rewards, or null for fewer than two
     */
    public record GroupView(
            UUID id,
            @JsonProperty("task_index") int taskIndex,
            String task,
            String question,
            String reference,
            @Nullable String rejection,
            @Nullable Double mean,
            @Nullable Double deviation) {}

    /** A run's steps after one, in order. */
    public Flux<StepView> after(UUID run, int step, int limit) {
        return database.sql("select id, step, attempt, trained, learning_rate, reward, metrics, started_at, finished_at"
                        + " from training.step where run_id = :run and step > :step order by step limit " + limit)
                .bind("run", run)
                .bind("step", step)
                .map(StepViews::step)
                .all();
    }

    /** A step's groups, in order. */
    public Flux<GroupView> groups(UUID run, int step) {
        return database.sql("select id, task_index, task, question, reference, rejection, mean, deviation"
                        + " from training.task_group where run_id = :run and step = :step order by task_index")
                .bind("run", run)
                .bind("step", step)
                .map(StepViews::group)
                .all();
    }

    private static StepView step(Readable row) {
        return new StepView(
                required(row, "id", UUID.class),
                required(row, "step", Integer.class),
                required(row, "attempt", Long.class),
                required(row, "trained", Boolean.class),
                required(row, "learning_rate", Double.class),
                row.get("reward", Double.class),
                Columns.tree(row, "metrics"),
                required(row, "started_at", Instant.class),
                required(row, "finished_at", Instant.class));
    }

    private static GroupView group(Readable row) {
        return new GroupView(
                required(row, "id", UUID.class),
                required(row, "task_index", Integer.class),
                required(row, "task", String.class),
                required(row, "question", String.class),
                required(row, "reference", String.class),
                row.get("rejection", String.class),
                row.get("mean", Double.class),
                row.get("deviation", Double.class));
    }
}
