package io.reagent.agents.store;

import io.reagent.core.trajectory.Trajectory;
import io.reagent.kit.database.Columns;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Runs: a row from their start, a row for each attempt as it ends, and their end. Of many at once, some are written together. */
public final class AgentRunStore {
    private final DatabaseClient database;
    private final Gathered<UUID, Optional<AgentRunRecord>> finds;
    private final Gathered<AgentRunRecord, Boolean> starts;
    private final Gathered<RunStatements.Attempt, Boolean> attempts;
    private final Gathered<RunStatements.Ending, Boolean> ends;

    public AgentRunStore(DatabaseClient database) {
        this.database = database;
        RunStatements statements = new RunStatements(database);
        this.finds = new Gathered<>(statements::find);
        this.starts = new Gathered<>(statements::start);
        this.attempts = new Gathered<>(statements::attempted);
        this.ends = new Gathered<>(statements::end);
    }

    /**
     * What is kept of an attempt beside its record.
     *
     * @param canonical the trajectory as it is stored
     * @param messages OpenAI chat messages
     * @param sequences tokens to train on, or null when the model did not tell them
     */
    public record Attempted(
            AttemptRecord record,
            Trajectory trajectory,
            JsonNode canonical,
            JsonNode messages,
            @Nullable JsonNode sequences) {}

    /** Stores a run that starts; false when there is one under its id. */
    public Mono<Boolean> start(AgentRunRecord run) {
        return starts.send(run);
    }

    /** Stores an attempt that ended; storing it again changes nothing. */
    public Mono<Void> attempted(UUID run, Attempted attempted) {
        return attempts.send(new RunStatements.Attempt(run, attempted)).then();
    }

    /**
     * Stores how a run ended, unless that is known already; who ran it knows better than who only missed it.
     *
     * @param last its last attempt, when that is not stored yet
     */
    public Mono<Void> end(AgentRunRecord run, @Nullable Attempted last) {
        return ends.send(new RunStatements.Ending(run, last)).then();
    }

    /** Says that these runs are still going on. */
    public Mono<Void> alive(Collection<UUID> runs) {
        return database.sql("update policy.agent_run set alive_at = now() where id = any(:ids) and status = 'RUNNING'")
                .bind("ids", runs.toArray(UUID[]::new))
                .then();
    }

    /** Ends runs of which nobody has said so for long; gives how many. */
    public Mono<Long> interrupt(Duration silence) {
        return database.sql("""
                        update policy.agent_run set status = 'INTERRUPTED', ended_at = now(),
                            error = 'the process that ran it ended'
                        where status = 'RUNNING' and alive_at < now() - :silence * interval '1 millisecond'""").bind("silence", silence.toMillis()).fetch().rowsUpdated();
    }

    /** A run, or empty. */
    public Mono<AgentRunRecord> find(UUID id) {
        return finds.send(id).flatMap(Mono::justOrEmpty);
    }

    /** A run's attempts, the initial one first. */
    public Flux<AttemptRecord> attempts(UUID run) {
        return database.sql("select " + AgentRunRows.ATTEMPT
                        + " from policy.agent_trajectory where run_id = :run order by stage")
                .bind("run", run)
                .map(AgentRunRows::attempt)
                .all();
    }

    /** Column {@code canonical}, {@code messages} or {@code sequences} of each attempt, by stage, those that have it. */
    public Flux<Map.Entry<String, JsonNode>> column(UUID run, Part part) {
        String column = part.name().toLowerCase(Locale.ROOT);
        return database.sql("select stage, " + column + " from policy.agent_trajectory where run_id = :run and "
                        + column + " is not null order by stage")
                .bind("run", run)
                .map(row -> Map.entry(Columns.required(row, "stage", String.class), Columns.tree(row, column)))
                .all();
    }

    /** A part of an attempt that is not in its record. */
    public enum Part {
        CANONICAL,
        MESSAGES,
        SEQUENCES
    }

    /**
     * A page of runs, newest first.
     *
     * @param before the last id of the page before, or null for the first page
     */
    public Flux<AgentRunRecord> page(RunFilter filter, @Nullable UUID before, int limit) {
        StringBuilder sql = new StringBuilder("select " + AgentRunRows.RUN + " from policy.agent_run where true");
        Map<String, Object> values = new LinkedHashMap<>();
        Columns.restrict(sql, values, "id < :before", "before", before);
        Columns.restrict(sql, values, "model = :model", "model", filter.model());
        Columns.restrict(sql, values, "strategy = :strategy", "strategy", filter.strategy());
        RunStatus status = filter.status();
        Columns.restrict(sql, values, "status = :status", "status", status == null ? null : status.name());
        Columns.restrict(sql, values, "stop = :stop", "stop", filter.stop());
        Columns.restrict(sql, values, "world_task = :task", "task", filter.worldTask());
        sql.append(" order by id desc limit ").append(limit);
        return database.sql(sql.toString())
                .bindValues(values)
                .map(AgentRunRows::run)
                .all();
    }
}
