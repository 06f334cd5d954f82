package io.reagent.training.store;

import static io.reagent.kit.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Checkpoints, and which of them are no longer needed. */
public final class RunCheckpointStore {
    private static final String COLUMNS =
            "c.id, c.run_id, c.step, c.weights_path, c.sampler_path, c.deleted_at, c.created_at";

    private final DatabaseClient database;

    public RunCheckpointStore(DatabaseClient database) {
        this.database = database;
    }

    /** A run's checkpoints, oldest first. */
    public Flux<CheckpointRecord> ofRun(UUID run) {
        return database.sql("select " + COLUMNS + " from training.checkpoint c where c.run_id = :run order by c.step")
                .bind("run", run)
                .map(RunCheckpointStore::read)
                .all();
    }

    /**
     * Checkpoints that are neither among the newest, nor the best by evaluation, nor what a fork has yet to begin from, nor
     * under evaluation on a benchmark.
     *
     * @param newest how many of the last to keep
     */
    public Flux<CheckpointRecord> superfluous(UUID run, int newest) {
        return database.sql("select " + COLUMNS + """
                         from training.checkpoint c where c.run_id = :run and c.deleted_at is null
                        and c.step not in (select step from training.checkpoint where run_id = :run
                            order by step desc limit :newest)
                        and c.step not in (select step from training.evaluation where run_id = :run and step > 0
                            order by rate desc, step desc limit 1)
                        and not exists (select 1 from training.run r where r.weights_path = c.weights_path)
                        and not exists (select 1 from training.benchmark_evaluation b
                            where b.policy = c.sampler_path and b.state in ('DUE', 'STARTED'))""")
                .bind("run", run)
                .bind("newest", newest)
                .map(RunCheckpointStore::read)
                .all();
    }

    public Mono<Void> deleted(UUID id) {
        return database.sql("update training.checkpoint set deleted_at = now() where id = :id")
                .bind("id", id)
                .then();
    }

    private static CheckpointRecord read(Readable row) {
        return new CheckpointRecord(
                required(row, "id", UUID.class),
                required(row, "run_id", UUID.class),
                required(row, "step", Integer.class),
                required(row, "weights_path", String.class),
                required(row, "sampler_path", String.class),
                row.get("deleted_at", Instant.class),
                required(row, "created_at", Instant.class));
    }
}
