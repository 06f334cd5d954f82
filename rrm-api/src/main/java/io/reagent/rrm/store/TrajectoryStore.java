package io.reagent.rrm.store;

import io.r2dbc.spi.Readable;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryFormat;
import io.reagent.core.trajectory.TrajectoryReader;
import io.reagent.core.trajectory.TrajectoryWriter;
import io.reagent.kit.database.Columns;
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
                .bind("original", Columns.json(original))
                .bind("canonical", Columns.json(TrajectoryWriter.toJson(trajectory)))
                .map(TrajectoryStore::id)
                .one()
                .switchIfEmpty(Mono.defer(() -> idOf(contentHash)))
                // it was deleted in between
                .switchIfEmpty(Mono.defer(() -> put(contentHash, format, trajectory, original)));
    }

    /**
     * In a statement of its own: it sees the row whose commit the insert ran into. Locked, so that it cannot be deleted
     * before its judgement refers to it.
     */
    private Mono<UUID> idOf(String contentHash) {
        return database.sql("select id from rrm.trajectory where content_hash = :hash for key share")
                .bind("hash", contentHash)
                .map(TrajectoryStore::id)
                .one();
    }

    private static UUID id(Readable row) {
        return Columns.required(row, "id", UUID.class);
    }

    private static TrajectoryRecord read(Readable row) {
        return new TrajectoryRecord(
                id(row),
                Columns.required(row, "content_hash", String.class),
                Objects.requireNonNull(
                        TrajectoryFormat.ofWireName(Columns.required(row, "format", String.class)), "format"),
                TrajectoryReader.written(Columns.tree(row, "canonical")),
                Columns.tree(row, "original"),
                Columns.required(row, "created_at", Instant.class));
    }
}
