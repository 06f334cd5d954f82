package io.reagent.training.store;

import static io.reagent.kit.database.Columns.required;

import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** How far a step is that is not committed yet. */
public final class ProgressViews {
    private final DatabaseClient database;

    public ProgressViews(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Rollouts of one stage.
     *
     * @param ended rollouts stored so far
     * @param judged of these, rollouts that have a judgement, whatever its outcome
     */
    public record StageProgress(String stage, int ended, int judged) {}

    /** The stages of a step that have begun, in alphabetical order. */
    public Flux<StageProgress> ofStep(UUID run, int step) {
        return database.sql("select stage, count(*)::int as ended, count(judge_outcome)::int as judged"
                        + " from training.rollout where run_id = :run and step = :step group by stage order by stage")
                .bind("run", run)
                .bind("step", step)
                .map(row -> new StageProgress(
                        required(row, "stage", String.class),
                        required(row, "ended", Integer.class),
                        required(row, "judged", Integer.class)))
                .all();
    }
}
