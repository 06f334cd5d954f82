package io.reagent.policy.agents.store;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import tools.jackson.core.type.TypeReference;

/** Rows to runs and attempts. */
final class RunRows {
    static final String RUN = "id, status, question, model, weights, strategy, tools, request, reference, answer, stop,"
            + " stop_limit, error, not_refined, started_at, ended_at";
    static final String ATTEMPT = "id, stage, answer, stop, stop_limit, error, turns, judgement, usage, elapsed_ms";

    private RunRows() {}

    static RunRecord run(Readable row) {
        return new RunRecord(
                required(row, "id", UUID.class),
                RunStatus.valueOf(required(row, "status", String.class)),
                required(row, "question", String.class),
                required(row, "model", String.class),
                required(row, "weights", String.class),
                required(row, "strategy", String.class),
                Storable.JSON.readValue(json(row, "tools"), new TypeReference<List<String>>() {}),
                Storable.JSON.readTree(json(row, "request")),
                row.get("reference", String.class),
                row.get("answer", String.class),
                row.get("stop", String.class),
                row.get("stop_limit", String.class),
                row.get("error", String.class),
                row.get("not_refined", String.class),
                required(row, "started_at", Instant.class),
                row.get("ended_at", Instant.class));
    }

    static AttemptRecord attempt(Readable row) {
        Json judgement = row.get("judgement", Json.class);
        return new AttemptRecord(
                required(row, "id", UUID.class),
                required(row, "stage", String.class),
                row.get("answer", String.class),
                required(row, "stop", String.class),
                row.get("stop_limit", String.class),
                row.get("error", String.class),
                Storable.JSON.readValue(json(row, "turns"), new TypeReference<List<TurnRecord>>() {}),
                judgement == null ? null : Storable.JSON.readValue(judgement.asString(), JudgementRecord.class),
                Storable.JSON.readValue(json(row, "usage"), UsageRecord.class),
                required(row, "elapsed_ms", Long.class));
    }

    static GenericExecuteSpec bind(GenericExecuteSpec spec, String name, @Nullable Object value, Class<?> type) {
        return value == null ? spec.bindNull(name, type) : spec.bind(name, value);
    }

    static String json(Readable row, String column) {
        return required(row, column, Json.class).asString();
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
