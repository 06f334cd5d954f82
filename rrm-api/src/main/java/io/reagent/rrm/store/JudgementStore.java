package io.reagent.rrm.store;

import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryFormat;
import io.reagent.kit.database.Columns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Judgements with their trajectories: each request's rows are one transaction, so nothing is ever half-written. */
public final class JudgementStore {
    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final TrajectoryStore trajectories;

    public JudgementStore(DatabaseClient database, TransactionalOperator transaction, TrajectoryStore trajectories) {
        this.database = database;
        this.transaction = transaction;
        this.trajectories = trajectories;
    }

    /**
     * What one request is to leave behind.
     *
     * @param paramsHash of the sampling parameters in force
     * @param cacheKey under which the judgement answers equal requests from now on, or null to keep it out of the cache
     * @param judgements given the trajectory's id: first the judgement, then its samples in order when there are several
     */
    public record Draft(
            String contentHash,
            TrajectoryFormat format,
            Trajectory trajectory,
            JsonNode original,
            String paramsHash,
            @Nullable String cacheKey,
            Function<UUID, List<JudgementRecord>> judgements) {}

    /** Stores the trajectory if it is new, the judgement and its samples; gives the judgement. */
    public Mono<JudgementRecord> save(Draft draft) {
        return trajectories
                .put(draft.contentHash(), draft.format(), draft.trajectory(), draft.original())
                .flatMap(trajectory -> insert(draft, draft.judgements().apply(trajectory)))
                .as(transaction::transactional);
    }

    private Mono<JudgementRecord> insert(Draft draft, List<JudgementRecord> judgements) {
        JudgementRecord head = judgements.getFirst();
        Mono<Void> rows = Flux.range(0, judgements.size())
                .concatMap(i -> insert(judgements.get(i), draft.paramsHash(), i == 0 ? null : head.id(), i - 1))
                .then();
        return rows.then(Mono.defer(() -> remember(draft.cacheKey(), head.id())))
                .thenReturn(head);
    }

    private Mono<Void> insert(JudgementRecord judgement, String paramsHash, @Nullable UUID parent, int sample) {
        GenericExecuteSpec insert = database.sql(JudgementRows.INSERT);
        return JudgementRows.bind(insert, judgement, paramsHash, parent, parent == null ? null : sample)
                .then();
    }

    /** Another replica may have been first: its judgement stays the one that answers. */
    private Mono<Void> remember(@Nullable String cacheKey, UUID judgement) {
        return cacheKey == null
                ? Mono.empty()
                : database.sql("insert into rrm.cached_judgement values (:key, :id) on conflict (cache_key) do nothing")
                        .bind("key", cacheKey)
                        .bind("id", judgement)
                        .then();
    }

    /** The judgement that answers this key, or empty. */
    public Mono<JudgementRecord> cached(String cacheKey) {
        return database.sql("select " + JudgementRows.COLUMNS
                        + " from rrm.cached_judgement c join rrm.judgement j on j.id = c.judgement_id"
                        + " where c.cache_key = :key")
                .bind("key", cacheKey)
                .map(JudgementRows::read)
                .one();
    }

    /** One judgement or one sample, or empty when there is none by that id. */
    public Mono<JudgementRecord> find(UUID id) {
        return database.sql("select " + JudgementRows.COLUMNS + " from rrm.judgement j where j.id = :id")
                .bind("id", id)
                .map(JudgementRows::read)
                .one();
    }

    /**
     * A page of judgements, newest first; samples appear only inside their judgement.
     *
     * @param before the last id of the page before, or null for the first page
     */
    public Flux<JudgementRecord> page(JudgementFilter filter, @Nullable UUID before, int limit) {
        StringBuilder sql = new StringBuilder(
                "select " + JudgementRows.COLUMNS + " from rrm.judgement j where j.parent_id is null");
        Map<String, Object> values = new LinkedHashMap<>();
        Columns.restrict(sql, values, "j.id < :before", "before", before);
        Columns.restrict(sql, values, "j.judge = :judge", "judge", filter.judge());
        Columns.restrict(
                sql,
                values,
                "j.outcome = :outcome",
                "outcome",
                filter.outcome() == null ? null : filter.outcome().name());
        Columns.restrict(sql, values, "j.trajectory_id = :trajectory", "trajectory", filter.trajectoryId());
        Columns.restrict(sql, values, "j.score >= :min", "min", filter.minScore());
        Columns.restrict(sql, values, "j.score <= :max", "max", filter.maxScore());
        sql.append(" order by j.id desc limit ").append(limit);
        return database.sql(sql.toString())
                .bindValues(values)
                .map(JudgementRows::read)
                .all();
    }
}
