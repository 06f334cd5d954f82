package io.reagent.training.benchmarks;

import static io.reagent.kit.database.Columns.required;

import io.r2dbc.spi.Readable;
import io.reagent.kit.database.Columns;
import io.reagent.kit.database.UuidV7;
import io.reagent.training.benchmarks.BenchmarkEvaluation.State;
import io.reagent.training.store.RunRecord;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What runs ask of eval-service. Each run, step and benchmark has one row, whoever plans it. */
public final class BenchmarkStore {
    private static final String SELECT = "select id, run_id, step, benchmark, policy, state, evaluation_id, reason"
            + " from training.benchmark_evaluation";

    private final DatabaseClient database;

    public BenchmarkStore(DatabaseClient database) {
        this.database = database;
    }

    /** Notes that what a run has now is to be evaluated, unless that is noted. */
    Mono<Void> plan(RunRecord run, String policy, List<String> benchmarks) {
        return Flux.fromIterable(benchmarks)
                .concatMap(benchmark -> database.sql("""
                                insert into training.benchmark_evaluation (id, run_id, step, benchmark, policy)
                                values (:id, :run, :step, :benchmark, :policy)
                                on conflict (run_id, step, benchmark) do nothing""")
                        .bind("id", UuidV7.next())
                        .bind("run", run.id())
                        .bind("step", run.step())
                        .bind("benchmark", Columns.text(benchmark))
                        .bind("policy", Columns.text(policy))
                        .then())
                .then();
    }

    /** A run's, by step. */
    public Flux<BenchmarkEvaluation> ofRun(UUID run) {
        return database.sql(SELECT + " where run_id = :run order by step, benchmark")
                .bind("run", run)
                .map(BenchmarkStore::read)
                .all();
    }

    Flux<BenchmarkEvaluation> ofRun(UUID run, State state) {
        return database.sql(SELECT + " where run_id = :run and state = :state order by step, benchmark")
                .bind("run", run)
                .bind("state", state.name())
                .map(BenchmarkStore::read)
                .all();
    }

    /** Runs of which some are yet to be asked, or go on. */
    Flux<UUID> unfinished() {
        return database.sql("select distinct b.run_id from training.benchmark_evaluation b"
                        + " join training.run r on r.id = b.run_id where b.state = 'STARTED'"
                        + " or b.state = 'DUE' and r.state in ('QUEUED', 'RUNNING', 'WAITING')")
                .map(row -> required(row, "run_id", UUID.class))
                .all();
    }

    Mono<Void> started(UUID id, UUID evaluation) {
        return database.sql("update training.benchmark_evaluation set state = 'STARTED', evaluation_id = :evaluation,"
                        + " reason = null, updated_at = now() where id = :id and state = 'DUE'")
                .bind("id", id)
                .bind("evaluation", evaluation)
                .then();
    }

    Mono<Void> refused(UUID id, String reason) {
        return database.sql("update training.benchmark_evaluation set state = 'REFUSED', reason = :reason,"
                        + " updated_at = now() where id = :id and state = 'DUE'")
                .bind("id", id)
                .bind("reason", Columns.text(reason))
                .then();
    }

    /** Says why nothing that is due is asked. */
    Mono<Void> unasked(UUID run, String reason) {
        return database.sql("update training.benchmark_evaluation set reason = :reason, updated_at = now()"
                        + " where run_id = :run and state = 'DUE' and reason is distinct from :reason")
                .bind("run", run)
                .bind("reason", Columns.text(reason))
                .then();
    }

    Mono<Void> over(UUID id) {
        return database.sql("update training.benchmark_evaluation set state = 'OVER', updated_at = now()"
                        + " where id = :id and state = 'STARTED'")
                .bind("id", id)
                .then();
    }

    private static BenchmarkEvaluation read(Readable row) {
        return new BenchmarkEvaluation(
                required(row, "id", UUID.class),
                required(row, "run_id", UUID.class),
                required(row, "step", Integer.class),
                required(row, "benchmark", String.class),
                required(row, "policy", String.class),
                State.valueOf(required(row, "state", String.class)),
                row.get("evaluation_id", UUID.class),
                row.get("reason", String.class));
    }
}
