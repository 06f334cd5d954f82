package io.reagent.rrm.store;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryFormat;
import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.core.trajectory.TrajectoryWriter;
import io.reagent.kit.database.UuidV7;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Trajectories by id; equal content is one row. */
public final class TrajectoryStore {
    private final DatabaseClient database;

    public TrajectoryStore(DatabaseClient database) {
        this.database = database;
    }

    /** The trajectory, or empty when there is none by that id. */
    public Mono<TrajectoryRecord> find(UUID id) {
        return database.sql(
                        "select id, content_hash, format, original, canonical, created_at from rrm.trajectory where id = :id")
                .bind("id", id)
                .map(TrajectoryStore::read)
                .one();
    }

    /** Stores the trajectory unless its content is there already, and gives the id it has there. */
    Mono<UUID> put(String contentHash, TrajectoryFormat format, Trajectory trajectory, JsonNode original) {
        return database.sql("""
                        insert into rrm.trajectory (id, content_hash, format, original, canonical)
                        values (:id, :hash, :format, :original, :canonical)
                        on conflict (content_hash) do nothing returning id""")
                .bind("id", UuidV7.next())
                .bind("hash", contentHash)
                .bind("format", format.wireName())
                .bind("original", Storable.json(original))
                .bind("canonical", Storable.json(TrajectoryWriter.toJson(trajectory)))
                .map(TrajectoryStore::id)
                .one()
                .switchIfEmpty(Mono.defer(() -> idOf(contentHash)));
    }

    /** In a statement of its own: it sees the row whose commit the insert ran into. */
    private Mono<UUID> idOf(String contentHash) {
        return database.sql("select id from rrm.trajectory where content_hash = :hash")
                .bind("hash", contentHash)
                .map(TrajectoryStore::id)
                .one();
    }

    private static UUID id(Readable row) {
        return required(row, "id", UUID.class);
    }

    private static TrajectoryRecord read(Readable row) {
        return new TrajectoryRecord(
                id(row),
                required(row, "content_hash", String.class),
                Objects.requireNonNull(TrajectoryFormat.ofWireName(required(row, "format", String.class)), "format"),
                TrajectoryReader.read(json(row, "canonical"), null, TrajectoryFormat.REAGENT),
                json(row, "original"),
                required(row, "created_at", Instant.class));
    }

    private static JsonNode json(Readable row, String column) {
        return Storable.JSON.readTree(required(row, column, Json.class).asString());
    }

    static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
