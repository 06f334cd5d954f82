package io.reagent.training.scheduling;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.reagent.kit.database.DatabaseAddress;
import io.reagent.training.benchmarks.BenchmarkWatch;
import io.reagent.training.store.RunStore;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes up the runs that are due, on threads of its own, where waiting is allowed. db-scheduler sees to it that one replica
 * at a time has a run, and that a dead one's runs are taken over.
 */
final class RunScheduler implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RunScheduler.class);
    private static final String TABLE = "training.scheduled_task";
    private static final String SWEEP = "training-sweep";
    private static final String BENCHMARKS = "training-benchmarks";

    private final DatabaseAddress database;
    private final SchedulingProperties properties;
    private final RunStore runs;
    private final Tick tick;
    private final BenchmarkWatch benchmarks;
    private @Nullable HikariDataSource pool;
    private @Nullable Scheduler scheduler;

    RunScheduler(
            DatabaseAddress database,
            SchedulingProperties properties,
            RunStore runs,
            Tick tick,
            BenchmarkWatch benchmarks) {
        this.database = database;
        this.properties = properties;
        this.runs = runs;
        this.tick = tick;
        this.benchmarks = benchmarks;
    }

    @Override
    public void start() {
        HikariDataSource connections = new HikariDataSource(pool());
        Scheduler started = Scheduler.create(connections, task())
                .startTasks(sweep(), benchmarks())
                .tableName(TABLE)
                .threads(properties.runs() + 2)
                .pollingInterval(properties.polling())
                .heartbeatInterval(properties.heartbeat())
                .missedHeartbeatsLimit(properties.missedHeartbeats())
                .shutdownMaxWait(properties.stopping())
                .build();
        started.start();
        pool = connections;
        scheduler = started;
    }

    /** Small, and apart from the requests' pool: a scheduler that waits for a connection loses its runs. */
    private HikariConfig pool() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("scheduler");
        config.setJdbcUrl(database.jdbcUrl());
        config.setDataSourceProperties(database.jdbcProperties());
        config.setMaximumPoolSize(3);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(5_000);
        // it must come up beside a Postgres that is not there yet
        config.setInitializationFailTimeout(-1);
        return config;
    }

    private CustomTask<Void> task() {
        return Tasks.custom(RunStore.TASK, Void.class)
                .onFailure((complete, operations) -> operations.reschedule(
                        complete, Instant.now().plus(properties.pause(complete.getExecution().consecutiveFailures))))
                .execute(this::execute);
    }

    private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
        Optional<Instant> next = await(UUID.fromString(instance.getId()));
        return next.<CompletionHandler<Void>>map(at -> (complete, operations) -> {
                    operations.reschedule(complete, at);
                    lookAgain();
                })
                .orElse(new CompletionHandler.OnCompleteRemove<>());
    }

    private Optional<Instant> await(UUID run) {
        try {
            return tick.advance(run).toFuture().get();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.of(Instant.now());
        } catch (ExecutionException failed) {
            throw new IllegalStateException("run " + run, failed.getCause());
        }
    }

    /** The next step is due at once; the next look would be later. */
    private void lookAgain() {
        Scheduler running = scheduler;
        if (running != null) {
            running.triggerCheckForDueExecutions();
        }
    }

    private RecurringTask<Void> sweep() {
        return Tasks.recurring(SWEEP, FixedDelay.of(properties.longestPause()))
                .execute((instance, context) ->
                        runs.scheduleForgotten().toFuture().join());
    }

    private RecurringTask<Void> benchmarks() {
        return Tasks.recurring(BENCHMARKS, FixedDelay.of(properties.longestPause()))
                .execute((instance, context) -> benchmarks.look().toFuture().join());
    }

    @Override
    public void stop() {
        tick.stop();
        Scheduler running = scheduler;
        HikariDataSource connections = pool;
        scheduler = null;
        if (running != null) {
            running.stop();
        }
        if (connections != null) {
            connections.close();
        }
        log.debug("The scheduler has stopped");
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }
}
