package io.reagent.training.rollouts;

import io.reagent.kit.database.Columns;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Rollouts, for reading. */
public final class RolloutViews {
    private final DatabaseClient database;

    public RolloutViews(DatabaseClient database) {
        this.database = database;
    }

    /**
     * A run's rollouts, newest first.
     *
     * @param before the last id of the page before, or null
     */
    public Flux<RolloutView> page(UUID run, RolloutFilter filter, @Nullable UUID before, int limit) {
        Select select = select(run, filter, before, limit);
        return database.sql(select.sql())
                .bindValues(select.values())
                .map(RolloutRows::view)
                .all();
    }

    /** A statement with the values of its parameters. */
    record Select(String sql, Map<String, Object> values) {}

    /** The index {@code rollout_run_idx} has the rows of a run in this order. */
    static Select select(UUID run, RolloutFilter filter, @Nullable UUID before, int limit) {
        StringBuilder sql =
                new StringBuilder("select " + RolloutRows.SUMMARY + " from training.rollout where run_id = :run");
        Map<String, Object> values = new LinkedHashMap<>(Map.of("run", run));
        Columns.restrict(sql, values, "id < :before", "before", before);
        Columns.restrict(sql, values, "step = :step", "step", filter.step());
        Columns.restrict(sql, values, "group_id = :group", "group", filter.group());
        Columns.restrict(sql, values, "first_id = :first", "first", filter.first());
        Columns.restrict(sql, values, "stage = :stage", "stage", name(filter.stage()));
        Columns.restrict(sql, values, "judge_outcome = :outcome", "outcome", name(filter.outcome()));
        Columns.restrict(sql, values, "correct = :correct", "correct", filter.correct());
        Columns.restrict(sql, values, "(masked is not null) = :masked", "masked", filter.masked());
        Columns.restrict(sql, values, "reward >= :least", "least", filter.minReward());
        Columns.restrict(sql, values, "reward <= :most", "most", filter.maxReward());
        sql.append(" order by id desc limit ").append(limit);
        return new Select(sql.toString(), values);
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }

    /** One rollout, or empty. */
    public Mono<RolloutView.Whole> find(UUID id) {
        return database.sql("select " + RolloutRows.WHOLE + " from training.rollout where id = :id")
                .bind("id", id)
                .map(RolloutRows::whole)
                .one();
    }
}
