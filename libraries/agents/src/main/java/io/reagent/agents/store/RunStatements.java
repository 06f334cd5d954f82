package io.reagent.agents.store;

import io.r2dbc.postgresql.codec.Json;
import io.reagent.agents.store.AgentRunStore.Attempted;
import io.reagent.core.trajectory.ContentHash;
import io.reagent.kit.database.Columns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** What is asked and written of many runs at once. */
final class RunStatements {
    private static final String INSERT_ATTEMPTS = """
            insert into policy.agent_trajectory (id, run_id, stage, content_hash, canonical, messages, turns,
                sequences, stop, stop_limit, error, usage, judgement, elapsed_ms)
            select id, run_id, stage, content_hash, canonical, messages, turns,
                sequences, stop, stop_limit, error, usage, judgement, elapsed_ms
            from jsonb_to_recordset(:attempts) as r (id uuid, run_id uuid, stage text, content_hash text,
                canonical jsonb, messages jsonb, turns jsonb, sequences jsonb, stop text, stop_limit text,
                error text, usage jsonb, judgement jsonb, elapsed_ms bigint)
            on conflict (run_id, stage) do nothing""";

    private final DatabaseClient database;

    RunStatements(DatabaseClient database) {
        this.database = database;
    }

    /** An attempt and the run that it is of. */
    record Attempt(UUID run, Attempted attempted) {}

    /**
     * A run that ended.
     *
     * @param last an attempt that is not stored yet
     */
    record Ending(AgentRunRecord run, @Nullable Attempted last) {}

    /** Each, or empty. */
    Mono<List<Optional<AgentRunRecord>>> find(List<UUID> ids) {
        return database.sql("select " + AgentRunRows.RUN + " from policy.agent_run where id = any(:ids)")
                .bind("ids", ids.toArray(UUID[]::new))
                .map(AgentRunRows::run)
                .all()
                .collectMap(AgentRunRecord::id)
                .map(found -> ids.stream()
                        .map(id -> Optional.ofNullable(found.get(id)))
                        .toList());
    }

    /** Stores runs that start; false for each that has another's id. */
    Mono<List<Boolean>> start(List<AgentRunRecord> runs) {
        return database.sql("""
                        insert into policy.agent_run (id, status, question, model, weights, strategy, tools, request,
                            reference, started_at)
                        select id, 'RUNNING', question, model, weights, strategy, tools, request, reference, started_at
                        from jsonb_to_recordset(:rows) as r (id uuid, question text, model text, weights text,
                            strategy text, tools jsonb, request jsonb, reference text, started_at timestamptz)
                        on conflict (id) do nothing returning id""")
                .bind("rows", Columns.json(runs.stream().map(RunStatements::row).toList()))
                .map(row -> Columns.required(row, "id", UUID.class))
                .all()
                .collect(HashSet<UUID>::new, Set::add)
                // of two in one statement the first was stored
                .map(stored -> runs.stream().map(run -> stored.remove(run.id())).toList());
    }

    private static Map<String, @Nullable Object> row(AgentRunRecord run) {
        AgentRunRecord.Setup setup = run.setup();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", run.id());
        row.put("question", setup.question());
        row.put("model", setup.model());
        row.put("weights", setup.weights());
        row.put("strategy", setup.strategy());
        row.put("tools", setup.tools());
        row.put("request", run.request());
        row.put("reference", run.reference());
        row.put("started_at", run.startedAt().toString());
        return row;
    }

    /** Stores attempts that ended; storing one again changes nothing. */
    Mono<List<Boolean>> attempted(List<Attempt> attempts) {
        return database.sql(INSERT_ATTEMPTS)
                .bind("attempts", rows(attempts))
                .then()
                .thenReturn(done(attempts.size()));
    }

    private static Json rows(List<Attempt> attempts) {
        return Columns.json(attempts.stream().map(RunStatements::row).toList());
    }

    private static Map<String, @Nullable Object> row(Attempt attempt) {
        Attempted attempted = attempt.attempted();
        AttemptRecord record = attempted.record();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", record.trajectoryId());
        row.put("run_id", attempt.run());
        row.put("stage", record.stage());
        row.put("content_hash", ContentHash.of(attempted.trajectory()));
        row.put("canonical", attempted.canonical());
        row.put("messages", attempted.messages());
        row.put("turns", record.turns());
        row.put("sequences", attempted.sequences());
        row.put("stop", record.stop());
        row.put("stop_limit", record.limit());
        row.put("error", record.error());
        row.put("usage", record.usage());
        row.put("judgement", record.judgement());
        row.put("elapsed_ms", record.elapsedMs());
        return row;
    }

    /** Stores how runs ended, unless that is known already; who ran one knows better than who only missed it. */
    Mono<List<Boolean>> end(List<Ending> endings) {
        List<Attempt> last = new ArrayList<>();
        for (Ending ending : endings) {
            Attempted attempted = ending.last();
            if (attempted != null) {
                last.add(new Attempt(ending.run().id(), attempted));
            }
        }
        return database.sql("with attempt as (" + INSERT_ATTEMPTS + """
                        ) update policy.agent_run as run set status = r.status, answer = r.answer, stop = r.stop,
                            stop_limit = r.stop_limit, error = r.error, not_refined = r.not_refined, ended_at = r.ended_at
                        from jsonb_to_recordset(:ends) as r (id uuid, status text, answer text, stop text,
                            stop_limit text, error text, not_refined text, ended_at timestamptz)
                        where run.id = r.id and run.status in ('RUNNING', 'INTERRUPTED')""")
                .bind("attempts", rows(last))
                .bind(
                        "ends",
                        Columns.json(endings.stream()
                                .map(ending -> end(ending.run()))
                                .toList()))
                .then()
                .thenReturn(done(endings.size()));
    }

    private static Map<String, @Nullable Object> end(AgentRunRecord run) {
        AgentRunRecord.End end = run.end();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", run.id());
        row.put("status", run.status().name());
        row.put("answer", end.answer());
        row.put("stop", end.stop());
        row.put("stop_limit", end.limit());
        row.put("error", end.error());
        row.put("not_refined", end.notRefined());
        row.put("ended_at", run.endedAt() == null ? null : run.endedAt().toString());
        return row;
    }

    private static List<Boolean> done(int count) {
        return Collections.nCopies(count, true);
    }
}
