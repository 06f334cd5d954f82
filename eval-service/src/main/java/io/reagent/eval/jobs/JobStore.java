package io.reagent.eval.jobs;

import static io.reagent.kit.database.Columns.required;

import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Jobs, and who may write for them. */
public final class JobStore {
    /** What {@link #read} reads, of {@code eval.job} under the name job. */
    public static final String COLUMNS = "job.id as job_id, job.kind, job.state, job.reason, job.attempt, job.failures,"
            + " job.created_at, job.started_at, job.finished_at";

    private static final String ACTIVE = "state in ('QUEUED', 'RUNNING', 'WAITING')";

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    public JobStore(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    /** Stores a job to be taken up, with what it is about, in one transaction. */
    public <T> Mono<T> create(UUID id, JobKind kind, Mono<T> about) {
        return database.sql("insert into eval.job (id, kind) values (:id, :kind)")
                .bind("id", id)
                .bind("kind", kind.column())
                .then()
                .then(about)
                .as(transaction::transactional);
    }

    /** Stores one that is over, with what it is about, in one transaction: what was done elsewhere. */
    public Mono<Void> createEnded(UUID id, JobKind kind, JobState state, @Nullable String reason, Mono<Void> about) {
        GenericExecuteSpec insert = database.sql("insert into eval.job (id, kind, state, reason, finished_at)"
                        + " values (:id, :kind, :state, :reason, now())")
                .bind("id", id)
                .bind("kind", kind.column())
                .bind("state", state.name());
        return Columns.bind(insert, "reason", reason, String.class)
                .then()
                .then(about)
                .as(transaction::transactional);
    }

    /** The job, or empty. */
    public Mono<Job> find(UUID id) {
        return database.sql("select " + COLUMNS + " from eval.job job where id = :id")
                .bind("id", id)
                .map(JobStore::read)
                .one();
    }

    /** Cancels an active job; empty when it is not active. */
    public Mono<Job> cancel(UUID id) {
        return database.sql("update eval.job as job set state = 'CANCELLED', reason = null, finished_at = now()"
                        + " where id = :id and " + ACTIVE + " returning " + COLUMNS)
                .bind("id", id)
                .map(JobStore::read)
                .one();
    }

    /** Lets an ended job go on, in one transaction with what else changes; empty when it is active. */
    public Mono<Job> resume(UUID id, Mono<Void> also) {
        return database.sql("update eval.job as job set state = 'QUEUED', reason = null, failures = 0, due_at = now(),"
                        + " alive_at = null, finished_at = null where id = :id and not " + ACTIVE + " returning "
                        + COLUMNS)
                .bind("id", id)
                .map(JobStore::read)
                .one()
                .flatMap(job -> also.thenReturn(job))
                .as(transaction::transactional);
    }

    /**
     * Takes up the job that is due the longest: whoever did it before can write nothing from now on. Empty when none is.
     *
     * @param silence after which one who does a job is taken for dead
     */
    Mono<Job> begin(Duration silence) {
        return database.sql("""
                        update eval.job as job set state = 'RUNNING', attempt = attempt + 1, reason = null, alive_at = now(),
                            started_at = coalesce(started_at, now())
                        where id = (select id from eval.job where due_at <= now() and (state in ('QUEUED', 'WAITING')
                                or state = 'RUNNING' and alive_at < now() - make_interval(secs => :silence))
                            order by due_at, id limit 1 for update skip locked)
                        returning\s""" + COLUMNS)
                .bind("silence", silence.toMillis() / 1000.0)
                .map(JobStore::read)
                .one();
    }

    /** Says that it is still done; false when it is no longer this attempt's. */
    Mono<Boolean> alive(Job job) {
        return mine("update eval.job set alive_at = now()", job)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Gives it back, for anyone to take up. */
    Mono<Void> release(Job job) {
        return mine("update eval.job set state = 'QUEUED', alive_at = null", job)
                .then();
    }

    /** Ends it. */
    Mono<Void> finish(Job job, JobState state, @Nullable String reason) {
        GenericExecuteSpec update = mine(
                        "update eval.job set state = :state, reason = :reason, finished_at = now()", job)
                .bind("state", state.name());
        return Columns.bind(update, "reason", reason, String.class).then();
    }

    /** Puts it off. */
    Mono<Void> postpone(Job job, String reason, Duration pause, int failures) {
        return mine("update eval.job set state = 'WAITING', reason = :reason, due_at = :due, failures = :failures", job)
                .bind("reason", Columns.text(reason))
                .bind("due", Instant.now().plus(pause))
                .bind("failures", failures)
                .then();
    }

    private GenericExecuteSpec mine(String update, Job job) {
        return database.sql(update + " where id = :id and attempt = :attempt and state = 'RUNNING'")
                .bind("id", job.id())
                .bind("attempt", job.attempt());
    }

    <T> Mono<T> fenced(Job job, Mono<T> statements) {
        return database.sql(
                        "select 1 from eval.job where id = :id and attempt = :attempt and state = 'RUNNING' for share")
                .bind("id", job.id())
                .bind("attempt", job.attempt())
                .map(row -> true)
                .one()
                .switchIfEmpty(Mono.error(() -> new SupersededException(job)))
                .then(statements)
                .as(transaction::transactional);
    }

    /** A row that has {@link #COLUMNS}. */
    public static Job read(Readable row) {
        return new Job(
                required(row, "job_id", UUID.class),
                JobKind.ofColumn(required(row, "kind", String.class)),
                JobState.valueOf(required(row, "state", String.class)),
                row.get("reason", String.class),
                required(row, "attempt", Long.class),
                required(row, "failures", Integer.class),
                required(row, "created_at", Instant.class),
                row.get("started_at", Instant.class),
                row.get("finished_at", Instant.class));
    }
}
