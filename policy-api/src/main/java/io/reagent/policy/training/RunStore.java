package io.reagent.policy.training;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.reagent.policy.training.TrainingRun.State;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Training runs in Postgres. */
public final class RunStore {
    private static final String COLUMNS = "id, session_id, model_seq_id, name, base_model, lora_rank, train_attn,"
            + " train_mlp, train_unembed, user_metadata, state, last_request_at";

    private final DatabaseClient database;

    RunStore(DatabaseClient database) {
        this.database = database;
    }

    /** Whether it is new; false when that place in its session is taken. */
    Mono<Boolean> insert(TrainingRun run) {
        GenericExecuteSpec sql = database.sql("insert into policy.training_run (id, session_id, model_seq_id, name,"
                        + " base_model, lora_rank, train_attn, train_mlp, train_unembed, user_metadata)"
                        + " values (:id, :session, :seq, :name, :base, :rank, :attn, :mlp, :unembed, :metadata)"
                        + " on conflict (session_id, model_seq_id) do nothing")
                .bind("id", run.id())
                .bind("session", run.sessionId())
                .bind("seq", run.modelSeqId())
                .bind("base", run.baseModel())
                .bind("rank", run.lora().rank())
                .bind("attn", run.lora().attention())
                .bind("mlp", run.lora().mlp())
                .bind("unembed", run.lora().unembed());
        String name = run.name();
        sql = name == null ? sql.bindNull("name", String.class) : sql.bind("name", name);
        JsonNode metadata = run.userMetadata();
        sql = metadata == null
                ? sql.bindNull("metadata", Json.class)
                : sql.bind("metadata", Json.of(metadata.toString().replace("\\u0000", "\\ufffd")));
        return sql.fetch().rowsUpdated().map(rows -> rows > 0);
    }

    /** The place in a session that comes after the last one taken. */
    Mono<Long> nextSeqId(String sessionId) {
        return database.sql("select coalesce(max(model_seq_id), -1) + 1 as next from policy.training_run"
                        + " where session_id = :id")
                .bind("id", sessionId)
                .map(row -> Objects.requireNonNull(row.get("next", Long.class)))
                .one();
    }

    public Mono<TrainingRun> find(String id) {
        return database.sql("select " + COLUMNS + " from policy.training_run where id = :id")
                .bind("id", id)
                .map(RunStore::read)
                .one();
    }

    /** Newest first. */
    public Flux<TrainingRun> page(int limit, int offset) {
        return database.sql("select " + COLUMNS + " from policy.training_run order by created_at desc, id desc"
                        + " limit :limit offset :offset")
                .bind("limit", limit)
                .bind("offset", offset)
                .map(RunStore::read)
                .all();
    }

    public Mono<Long> count() {
        return database.sql("select count(*) as n from policy.training_run")
                .map(row -> Objects.requireNonNull(row.get("n", Long.class)))
                .one();
    }

    Mono<Void> unloaded(String id) {
        return database.sql("update policy.training_run set state = 'UNLOADED' where id = :id and state = 'LIVE'")
                .bind("id", id)
                .then();
    }

    Mono<Long> touch(List<String> ids) {
        return database.sql("update policy.training_run set last_request_at = now() where id = any(:ids)")
                .bind("ids", ids.toArray(String[]::new))
                .fetch()
                .rowsUpdated();
    }

    Mono<Long> markLost() {
        return database.sql("update policy.training_run set state = 'LOST' where state = 'LIVE'")
                .fetch()
                .rowsUpdated();
    }

    private static TrainingRun read(Readable row) {
        Json metadata = row.get("user_metadata", Json.class);
        return new TrainingRun(
                value(row, "id", String.class),
                value(row, "session_id", String.class),
                value(row, "model_seq_id", Long.class),
                row.get("name", String.class),
                value(row, "base_model", String.class),
                new LoraSettings(
                        value(row, "lora_rank", Integer.class),
                        value(row, "train_attn", Boolean.class),
                        value(row, "train_mlp", Boolean.class),
                        value(row, "train_unembed", Boolean.class)),
                json(metadata),
                State.valueOf(value(row, "state", String.class)),
                value(row, "last_request_at", Instant.class));
    }

    private static @Nullable JsonNode json(@Nullable Json stored) {
        return stored == null ? null : JsonMapper.shared().readTree(stored.asString());
    }

    private static <T> T value(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
