package io.reagent.policy.sessions;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import java.time.Instant;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Sessions in Postgres. */
final class SessionStore {
    private final DatabaseClient database;

    SessionStore(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> insert(String id, SessionDraft draft) {
        GenericExecuteSpec sql = database.sql("insert into policy.session (id, tags, user_metadata, display_name,"
                        + " sdk_version) values (:id, :tags, :metadata, :name, :version)")
                .bind("id", id)
                .bind("tags", Columns.json(draft.tags()));
        JsonNode metadata = draft.userMetadata();
        sql = Columns.bind(sql, "metadata", metadata == null ? null : Columns.json(metadata), Json.class);
        sql = Columns.bind(sql, "name", draft.displayName(), String.class);
        return Columns.bind(sql, "version", draft.sdkVersion(), String.class).then();
    }

    /** Whether the session is still going on; empty when there is none of that id. */
    Mono<Boolean> isOpen(String id) {
        return database.sql("select ended_at is null as open from policy.session where id = :id")
                .bind("id", id)
                .map(row -> Boolean.TRUE.equals(row.get("open", Boolean.class)))
                .one();
    }

    Mono<Long> touch(List<String> ids) {
        return database.sql("update policy.session set last_seen_at = now() where id = any(:ids) and ended_at is null")
                .bind("ids", ids.toArray(String[]::new))
                .fetch()
                .rowsUpdated();
    }

    /** Every open session begins its silence anew: while the service was down nobody could be heard. */
    Mono<Long> touchAll() {
        return database.sql("update policy.session set last_seen_at = now() where ended_at is null")
                .fetch()
                .rowsUpdated();
    }

    /** Ends what was not heard of since; gives the ids. */
    Flux<String> endSilent(Instant since) {
        return database.sql("update policy.session set ended_at = now()"
                        + " where ended_at is null and last_seen_at < :since returning id")
                .bind("since", since)
                .map(row -> Columns.required(row, "id", String.class))
                .all();
    }

    Mono<Long> end(String id) {
        return database.sql("update policy.session set ended_at = now() where id = :id and ended_at is null")
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    /** Newest first. */
    Flux<String> page(int limit, int offset) {
        return database.sql(
                        "select id from policy.session order by created_at desc, id desc limit :limit offset :offset")
                .bind("limit", limit)
                .bind("offset", offset)
                .map(row -> Columns.required(row, "id", String.class))
                .all();
    }

    Mono<SessionView> view(String id) {
        return database.sql("""
                        select user_metadata, display_name,
                            array(select r.id from policy.training_run r where r.session_id = s.id
                                  order by r.model_seq_id) as runs,
                            array(select p.id from policy.sampling_session p where p.session_id = s.id
                                  order by p.seq_id) as samplers
                        from policy.session s where s.id = :id""").bind("id", id).map(SessionStore::read).one();
    }

    private static SessionView read(Readable row) {
        return new SessionView(
                List.of(Columns.required(row, "runs", String[].class)),
                List.of(Columns.required(row, "samplers", String[].class)),
                Columns.treeOrNull(row, "user_metadata"),
                row.get("display_name", String.class));
    }
}
