package io.reagent.training.store;

import io.reagent.kit.database.Columns;
import io.reagent.kit.database.UuidV7;
import io.reagent.training.runs.RunSpec;
import io.reagent.training.runs.RunSpecWriter;
import io.reagent.training.runs.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Runs. A run that is to go on has a row in the scheduler's table, written in the same transaction as its state: there is
 * no moment in which one could be lost without the other.
 */
public final class RunStore {
    /** The scheduler's name of the task that advances a run; its instance is the run's id. */
    public static final String TASK = "training-run";

    private static final String ACTIVE = "state in ('QUEUED', 'RUNNING', 'WAITING')";
    private static final String SCHEDULE = "insert into training.scheduled_task"
            + " (task_name, task_instance, execution_time, picked, version) values ('" + TASK
            + "', :id, now(), false, 1)"
            + " on conflict (task_name, task_instance) do nothing";

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    public RunStore(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    /**
     * Stores a new run and has it taken up; with weights to begin from when it is a fork.
     *
     * @param notices what people should know of it from the start
     */
    public Mono<RunRecord> create(RunSpec spec, @Nullable CheckpointRecord from, List<String> notices) {
        UUID id = UuidV7.next();
        GenericExecuteSpec insert = database.sql("""
                        insert into training.run (id, name, kind, target, spec, state, steps, weights_path, sampler_path,
                            forked_from, notices)
                        values (:id, :name, :kind, :target, :spec, 'QUEUED', :steps, :weights, :sampler, :from, :notices)""")
                .bind("id", id)
                .bind("kind", spec.algorithm().wireName())
                .bind("target", spec.policy().target().wireName())
                .bind("spec", Columns.json(RunSpecWriter.write(spec)))
                .bind("steps", spec.extent().steps())
                .bind("notices", notices.stream().map(Columns::text).toArray(String[]::new));
        insert = Columns.bind(insert, "name", spec.name(), String.class);
        insert = Columns.bind(insert, "weights", from == null ? null : from.weightsPath(), String.class);
        insert = Columns.bind(insert, "sampler", from == null ? null : from.samplerPath(), String.class);
        insert = Columns.bind(insert, "from", from == null ? null : from.id(), UUID.class);
        return insert.then().then(schedule(id)).then(Mono.defer(() -> find(id))).as(transaction::transactional);
    }

    private Mono<Void> schedule(UUID id) {
        return database.sql(SCHEDULE).bind("id", id.toString()).then();
    }

    /** Schedules every run that should go on but is not scheduled; there is none unless someone deleted rows. */
    public Mono<Long> scheduleForgotten() {
        return database.sql(
                        "insert into training.scheduled_task (task_name, task_instance, execution_time, picked, version)"
                                + " select '" + TASK + "', id::text, now(), false, 1 from training.run where " + ACTIVE
                                + " on conflict (task_name, task_instance) do nothing")
                .fetch()
                .rowsUpdated();
    }

    /** The run, or empty. */
    public Mono<RunRecord> find(UUID id) {
        return database.sql("select " + RunRows.COLUMNS + " from training.run where id = :id")
                .bind("id", id)
                .map(RunRows::read)
                .one();
    }

    /** Begins an attempt: whoever began an earlier one can commit nothing from now on. Empty when the run is not active. */
    public Mono<RunRecord> begin(UUID id) {
        return database.sql(
                        "update training.run set attempt = attempt + 1, state = 'RUNNING', reason = null, resume_at = null,"
                                + " started_at = coalesce(started_at, now()), updated_at = now() where id = :id and "
                                + ACTIVE
                                + " returning " + RunRows.COLUMNS)
                .bind("id", id)
                .map(RunRows::read)
                .one();
    }

    /** Whether an attempt is still the run's last and the run still to go on. */
    public Mono<Boolean> current(UUID id, long attempt) {
        return database.sql("select 1 from training.run where id = :id and attempt = :attempt and state = 'RUNNING'")
                .bind("id", id)
                .bind("attempt", attempt)
                .map(row -> true)
                .one()
                .defaultIfEmpty(false);
    }

    /** Notes why an attempt came to nothing and when the next one begins. */
    public Mono<Void> waiting(UUID id, long attempt, String reason, Duration pause) {
        return ended(id, attempt, RunState.WAITING, reason)
                .bind("resume", Instant.now().plus(pause))
                .then();
    }

    /** Ends a run for good, or until it is resumed. */
    public Mono<Void> finish(UUID id, long attempt, RunState state, @Nullable String reason) {
        return ended(id, attempt, state, reason)
                .bindNull("resume", Instant.class)
                .then();
    }

    private GenericExecuteSpec ended(UUID id, long attempt, RunState state, @Nullable String reason) {
        GenericExecuteSpec update =
                database.sql("""
                        update training.run set state = :state, reason = :reason, resume_at = :resume,
                            failures = case when :state = 'WAITING' then failures + 1 else failures end,
                            finished_at = case when :state = 'WAITING' then null else now() end,
                            updated_at = now()
                        where id = :id and attempt = :attempt and state = 'RUNNING'""").bind("id", id).bind("attempt", attempt).bind("state", state.name());
        return Columns.bind(update, "reason", reason, String.class);
    }

    /** Cancels an active run; empty when it is not active. */
    public Mono<RunRecord> cancel(UUID id) {
        return database.sql("update training.run set state = 'CANCELLED', reason = null, resume_at = null,"
                        + " finished_at = now(), updated_at = now() where id = :id and " + ACTIVE + " returning "
                        + RunRows.COLUMNS)
                .bind("id", id)
                .map(RunRows::read)
                .one();
    }

    /**
     * Lets a stopped run go on; empty when it is not stopped, so that of two callers one is told so. What was judged in
     * vain in its unfinished step is judged again.
     */
    public Mono<RunRecord> resume(UUID id) {
        return database.sql("update training.run set state = 'QUEUED', reason = null, failures = 0, empty_steps = 0,"
                        + " finished_at = null, updated_at = now() where id = :id and state in ('FAILED', 'CANCELLED')"
                        + " returning " + RunRows.COLUMNS)
                .bind("id", id)
                .map(RunRows::read)
                .one()
                .flatMap(run -> forgetFailures(run).then(schedule(id)).thenReturn(run))
                .as(transaction::transactional);
    }

    private Mono<Void> forgetFailures(RunRecord run) {
        return database.sql("update training.rollout set judge = null, judgement_id = null, judge_outcome = null,"
                        + " judge_completion = null, critique = null, judge_reason = null"
                        + " where run_id = :run and step >= :step and judge_outcome <> 'SCORED'")
                .bind("run", run.id())
                .bind("step", run.step())
                .then();
    }
}
