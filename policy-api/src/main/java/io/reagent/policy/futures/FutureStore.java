package io.reagent.policy.futures;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import io.reagent.policy.futures.Answer.Category;
import io.reagent.policy.futures.Answer.Failure;
import io.reagent.policy.futures.Answer.Format;
import io.reagent.policy.futures.Answer.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/** Answers in Postgres. */
final class FutureStore {
    /** SQL states' classes: data exception, integrity, syntax or access, limit exceeded. */
    private static final Set<String> REFUSALS = Set.of("22", "23", "42", "54");

    private final DatabaseClient database;

    FutureStore(DatabaseClient database) {
        this.database = database;
    }

    /** Notes that a request was taken, unless it has its answer already. */
    Mono<Void> begin(UUID id, @Nullable String runId) {
        return Columns.bind(
                        database.sql(
                                        "insert into policy.future (id, run_id) values (:id, :run) on conflict (id) do nothing")
                                .bind("id", id),
                        "run",
                        runId,
                        String.class)
                .then();
    }

    Mono<Void> finish(UUID id, @Nullable String runId, Answer answer) {
        GenericExecuteSpec sql = database.sql("""
                        insert into policy.future
                            (id, run_id, format, result, size_bytes, error, field, category, finished_at)
                        values (:id, :run, :format, :result, :size, :error, :field, :category, now())
                        on conflict (id) do update set format = excluded.format, result = excluded.result,
                            size_bytes = excluded.size_bytes, error = excluded.error, field = excluded.field,
                            category = excluded.category, finished_at = excluded.finished_at""").bind("id", id).bind("size", answer.size());
        sql = Columns.bind(sql, "run", runId, String.class);
        Result result = answer instanceof Result done ? done : null;
        Failure failure = answer instanceof Failure failed ? failed : null;
        sql = Columns.bind(
                sql, "format", result == null ? null : result.format().name(), String.class);
        sql = Columns.bind(sql, "result", result == null ? null : result.bytes(), byte[].class);
        sql = Columns.bind(sql, "error", failure == null ? null : failure.error(), String.class);
        sql = Columns.bind(sql, "field", failure == null ? null : failure.field(), String.class);
        return Columns.bind(
                        sql,
                        "category",
                        failure == null ? null : failure.category().name(),
                        String.class)
                .then();
    }

    /** Whether Postgres looked at what it was given and will never take it: data it cannot hold, or a broken rule. */
    static boolean refused(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof R2dbcException told && told.getSqlState() != null) {
                String kind = told.getSqlState().substring(0, 2);
                return REFUSALS.contains(kind);
            }
        }
        return false;
    }

    /** The answer; empty when there is none. */
    Mono<Answer> find(UUID id) {
        return database.sql("select format, result, error, field, category from policy.future"
                        + " where id = :id and finished_at is not null")
                .bind("id", id)
                .map(FutureStore::read)
                .one();
    }

    /** Answers what an earlier process of this service left without one. */
    Mono<Long> failPending(String error) {
        return database.sql("update policy.future set error = :error, category = 'SERVER', finished_at = now()"
                        + " where finished_at is null")
                .bind("error", error)
                .fetch()
                .rowsUpdated();
    }

    /** Deletes what is older, and the oldest beyond {@code bytes} in all. */
    Mono<Long> trim(Duration retention, long bytes) {
        return database.sql("""
                        delete from policy.future where finished_at < :before or id in (
                            select id from (
                                select id, sum(size_bytes) over (order by finished_at desc, id desc) as newer_and_this
                                from policy.future where finished_at is not null) sized
                            where newer_and_this > :bytes)""")
                .bind("before", Instant.now().minus(retention))
                .bind("bytes", bytes)
                .fetch()
                .rowsUpdated();
    }

    private static Answer read(Readable row) {
        String error = row.get("error", String.class);
        if (error != null) {
            return new Failure(
                    Category.valueOf(Columns.required(row, "category", String.class)),
                    error,
                    row.get("field", String.class));
        }
        return new Result(
                Format.valueOf(Columns.required(row, "format", String.class)),
                Columns.required(row, "result", byte[].class));
    }
}
