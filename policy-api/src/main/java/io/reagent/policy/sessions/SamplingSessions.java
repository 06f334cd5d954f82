package io.reagent.policy.sessions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import io.reagent.kit.problem.Problem;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/** Sampling sessions in Postgres, those in use at hand. */
public final class SamplingSessions {
    private final DatabaseClient database;
    private final Cache<String, SamplingSession> inUse = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterAccess(Duration.ofMinutes(30))
            .build();

    SamplingSessions(DatabaseClient database) {
        this.database = database;
    }

    /** Keeps a new one, or gives the one that is already there; a problem when that is another. */
    public Mono<SamplingSession> put(SamplingSession session) {
        GenericExecuteSpec sql = database.sql("insert into policy.sampling_session"
                        + " (id, session_id, seq_id, base_model, model_path) values (:id, :session, :seq, :base, :path)"
                        + " on conflict (session_id, seq_id) do nothing")
                .bind("id", session.id())
                .bind("session", session.sessionId())
                .bind("seq", session.seqId())
                .bind("base", session.baseModel());
        return Columns.bind(sql, "path", session.modelPath(), String.class)
                .then()
                .then(Mono.defer(() -> find(session.id())))
                .map(there -> {
                    if (!there.equals(session)) {
                        throw Problem.of(
                                        HttpStatus.BAD_REQUEST,
                                        "seq-id-reused",
                                        "sampling_session_seq_id " + session.seqId()
                                                + " already stands for other weights")
                                .field("sampling_session_seq_id")
                                .remedy("Count on from the last one.")
                                .asException();
                    }
                    return there;
                });
    }

    /** A problem when there is none of that id. */
    public Mono<SamplingSession> find(String id) {
        SamplingSession known = inUse.getIfPresent(id);
        if (known != null) {
            return Mono.just(known);
        }
        return database.sql("select id, session_id, seq_id, base_model, model_path from policy.sampling_session"
                        + " where id = :id")
                .bind("id", id)
                .map(SamplingSessions::read)
                .one()
                .doOnNext(session -> inUse.put(id, session))
                .switchIfEmpty(Mono.error(() -> Problem.of(
                                HttpStatus.NOT_FOUND,
                                "no-such-sampling-session",
                                "There is no sampling session '" + id + "'")
                        .field("sampling_session_id")
                        .remedy("Make one with create_sampling_session.")
                        .asException()));
    }

    private static SamplingSession read(Readable row) {
        return new SamplingSession(
                Columns.required(row, "id", String.class),
                Columns.required(row, "session_id", String.class),
                Columns.required(row, "seq_id", Long.class),
                Columns.required(row, "base_model", String.class),
                row.get("model_path", String.class));
    }
}
