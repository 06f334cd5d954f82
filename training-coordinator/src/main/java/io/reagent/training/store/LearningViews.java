package io.reagent.training.store;

import static io.reagent.kit.database.Columns.required;

import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Why steps learned nothing, counted over their groups and rollouts. */
public final class LearningViews {
    private final DatabaseClient database;

    public LearningViews(DatabaseClient database) {
        this.database = database;
    }

    /** Words for a run whose steps all learned nothing; empty when one of them did, or there is none. */
    public Mono<String> nothingIn(UUID run) {
        return database.sql("select count(*)::int as steps, count(*) filter (where trained)::int as trained"
                        + " from training.step where run_id = :run")
                .bind("run", run)
                .map(row -> required(row, "trained", Integer.class) > 0 ? 0 : required(row, "steps", Integer.class))
                .one()
                .filter(steps -> steps > 0)
                .flatMap(steps ->
                        Mono.zip(rejections(run), masks(run), (rejected, masked) -> said(steps, rejected, masked)));
    }

    private static String said(int steps, List<String> rejected, List<String> masked) {
        return "nothing was learned: none of the " + steps + " steps had a group to learn from"
                + (rejected.isEmpty() ? "" : "; groups rejected: " + String.join(", ", rejected))
                + (masked.isEmpty() ? "" : "; rollouts without a reward: " + String.join(", ", masked));
    }

    private Mono<List<String>> rejections(UUID run) {
        return counted(
                "select rejection as why, count(*)::int as times from training.task_group"
                        + " where run_id = :run and rejection is not null group by 1 order by 2 desc, 1",
                run);
    }

    private Mono<List<String>> masks(UUID run) {
        return counted(
                "select masked as why, count(*)::int as times from training.rollout"
                        + " where run_id = :run and masked is not null group by 1 order by 2 desc, 1",
                run);
    }

    private Mono<List<String>> counted(String sql, UUID run) {
        return database.sql(sql)
                .bind("run", run)
                .map(row -> required(row, "times", Integer.class) + " " + required(row, "why", String.class))
                .all()
                .collectList();
    }
}
