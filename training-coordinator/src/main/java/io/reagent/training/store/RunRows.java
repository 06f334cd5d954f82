package io.reagent.training.store;

import static io.reagent.kit.database.Columns.required;

import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import io.reagent.training.runs.RunState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Rows to runs. */
final class RunRows {
    static final String COLUMNS = "id, name, kind, target, spec, state, reason, step, steps, attempt, failures,"
            + " weights_path, sampler_path, forked_from, notices, resume_at, created_at, started_at, finished_at,"
            + " updated_at";

    private RunRows() {}

    static RunRecord read(Readable row) {
        return new RunRecord(
                required(row, "id", UUID.class),
                new RunRecord.Title(
                        row.get("name", String.class),
                        required(row, "kind", String.class),
                        required(row, "target", String.class)),
                Columns.tree(row, "spec"),
                RunState.valueOf(required(row, "state", String.class)),
                row.get("reason", String.class),
                List.of(required(row, "notices", String[].class)),
                new RunRecord.Course(
                        required(row, "step", Integer.class),
                        required(row, "steps", Integer.class),
                        required(row, "attempt", Long.class),
                        required(row, "failures", Integer.class)),
                new RunRecord.Saved(
                        row.get("weights_path", String.class),
                        row.get("sampler_path", String.class),
                        row.get("forked_from", UUID.class)),
                times(row));
    }

    private static RunRecord.Times times(Readable row) {
        return new RunRecord.Times(
                row.get("resume_at", Instant.class),
                required(row, "created_at", Instant.class),
                row.get("started_at", Instant.class),
                row.get("finished_at", Instant.class),
                required(row, "updated_at", Instant.class));
    }
}
