package io.reagent.policy.training;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import io.reagent.policy.training.TrainingRun.State;
import java.time.Instant;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Training runs in Postgres. */
public final class TrainingRunStore {
    private static final String COLUMNS = "id, session_id, model_seq_id, name, base_model, lora_rank, train_attn,"
            + " train_mlp, train_unembed, user_metadata, state, last_request_at";

    private final DatabaseClient database;

    TrainingRunStore(DatabaseClient database) {
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
        JsonNode metadata = run.userMetadata();
        sql = Columns.bind(sql, "name", run.name(), String.class);
        sql = Columns.bind(sql, "metadata", metadata == null ? null : Columns.json(metadata), Json.class);
        return sql.fetch().rowsUpdated().map(rows -> rows > 0);
    }

    /** The place in a session that comes after the last one taken. */
    Mono<Long> nextSeqId(String sessionId) {
        return database.sql("select coalesce(max(model_seq_id), -1) + 1 as next from policy.training_run"
                        + " where session_id = :id")
                .bind("id", sessionId)
                .map(row -> Columns.required(row, "next", Long.class))
                .one();
    }

    public Mono<TrainingRun> find(String id) {
        return database.sql("select " + COLUMNS + " from policy.training_run where id = :id")
                .bind("id", id)
                .map(TrainingRunStore::read)
                .one();
    }

    /** Newest first. */
    public Flux<TrainingRun> page(int limit, int offset) {
        return database.sql("select " + COLUMNS + " from policy.training_run order by created_at desc, id desc"
                        + " limit :limit offset :offset")
                .bind("limit", limit)
                .bind("offset", offset)
                .map(TrainingRunStore::read)
                .all();
    }

    public Mono<Long> count() {
        return database.sql("select count(*) as n from policy.training_run")
                .map(row -> Columns.required(row, "n", Long.class))
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
        return new TrainingRun(
                Columns.required(row, "id", String.class),
                Columns.required(row, "session_id", String.class),
                Columns.required(row, "model_seq_id", Long.class),
                row.get("name", String.class),
                Columns.required(row, "base_model", String.class),
                new LoraSettings(
                        Columns.required(row, "lora_rank", Integer.class),
                        Columns.required(row, "train_attn", Boolean.class),
                        Columns.required(row, "train_mlp", Boolean.class),
                        Columns.required(row, "train_unembed", Boolean.class)),
                Columns.treeOrNull(row, "user_metadata"),
                State.valueOf(Columns.required(row, "state", String.class)),
                Columns.required(row, "last_request_at", Instant.class));
    }
}
