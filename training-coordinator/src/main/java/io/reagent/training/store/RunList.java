package io.reagent.training.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import io.reagent.training.runs.RunState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** Runs with what they have reached, for lists. */
public final class RunList {
    private final DatabaseClient database;

    public RunList(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Which runs; null restricts nothing.
     *
     * @param name a part of the name, in any case
     */
    public record Filter(
            @Nullable RunState state,
            @Nullable String kind,
            @Nullable String name) {}

    /**
     * The last numbers of a run, each null until there is one.
     *
     * @param reward mean total reward of the last committed step
     * @param passRate pass@1 on held-out tasks of the last evaluation, with its 95 % interval
     * @param evaluated steps trained before that evaluation
     */
    public record Reached(
            @Nullable Double reward,
            @JsonProperty("pass_at_1") @Nullable Double passRate,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable Integer evaluated) {}

    /** A run in the list. */
    public record Listed(RunRecord run, Reached reached) {}

    /**
     * Runs, newest first.
     *
     * @param before the last id of the page before, or null
     */
    public Flux<Listed> page(Filter filter, @Nullable UUID before, int limit) {
        StringBuilder sql = new StringBuilder("select " + RunRows.COLUMNS + """
                        , (select s.reward from training.step s where s.run_id = run.id order by s.step desc limit 1)
                            as last_reward, e.last_rate, e.last_low, e.last_high, e.last_evaluated
                        from training.run left join lateral (
                            select rate as last_rate, rate_low as last_low, rate_high as last_high,
                                step as last_evaluated
                            from training.evaluation where run_id = run.id order by step desc limit 1) e on true
                        where true""");
        Map<String, Object> values = new LinkedHashMap<>();
        RunState state = filter.state();
        Columns.restrict(sql, values, "state = :state", "state", state == null ? null : state.name());
        Columns.restrict(sql, values, "kind = :kind", "kind", filter.kind());
        Columns.restrict(sql, values, "position(lower(:name) in lower(name)) > 0", "name", filter.name());
        Columns.restrict(sql, values, "id < :before", "before", before);
        sql.append(" order by id desc limit ").append(limit);
        return database.sql(sql.toString())
                .bindValues(values)
                .map(RunList::read)
                .all();
    }

    private static Listed read(Readable row) {
        return new Listed(
                RunRows.read(row),
                new Reached(
                        row.get("last_reward", Double.class),
                        row.get("last_rate", Double.class),
                        row.get("last_low", Double.class),
                        row.get("last_high", Double.class),
                        row.get("last_evaluated", Integer.class)));
    }
}
