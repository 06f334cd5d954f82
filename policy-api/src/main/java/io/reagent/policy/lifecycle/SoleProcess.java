package io.reagent.policy.lifecycle;

import static io.r2dbc.spi.ConnectionFactoryOptions.DRIVER;
import static io.r2dbc.spi.ConnectionFactoryOptions.PROTOCOL;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import io.r2dbc.spi.Row;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The right to be the only policy-api on a database: an advisory lock that a connection of its own holds as long as the
 * process lives. Postgres lets go of it when the connection ends, however the process did. Where Postgres ended instead,
 * the lock is taken again; had another process taken it meanwhile, this one's runs are marked lost, and it must end.
 */
final class SoleProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SoleProcess.class);
    private static final long KEY = 0x72656167_706f6c69L;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
    private static final Duration AT_THE_END = Duration.ofSeconds(5);
    private static final String TRY = "select pg_try_advisory_lock($1)";
    private static final String HOLDER = """
            select a.pid, coalesce(a.application_name, '') as name,
                   coalesce(host(a.client_addr), 'this machine') as address, a.backend_start::text as since
            from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.objsubid = 1
              and l.database = (select oid from pg_database where datname = current_database())
              and l.classid::bigint = $1 and l.objid::bigint = $2""";
    /** A holder whose machine is gone is noticed in half a minute, and no idle limit of the server ends the connection. */
    private static final String SETTINGS = "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5;"
            + " set tcp_keepalives_count = 4; set idle_session_timeout = 0";

    private final ConnectionFactory connections;
    private final TakeoverProperties properties;
    private volatile @Nullable Connection held;
    private volatile @Nullable Disposable watching;

    /** Another process has the database; the message says which, and what to do. */
    static final class HeldException extends IllegalStateException {
        HeldException(String holder) {
            super("Another policy-api serves this database: " + holder
                    + ". One process at a time does, since weights in training are in its memory: end the other one, or"
                    + " give this one a database of its own (reagent.database.url)");
        }
    }

    SoleProcess(ConnectionFactory connections, TakeoverProperties properties) {
        this.connections = connections;
        this.properties = properties;
    }

    /** Connections without a pool, under a name that tells an operator whose they are. */
    static ConnectionFactory named(ConnectionFactoryOptions options, String name) {
        ConnectionFactoryOptions.Builder own = options.mutate().option(Option.valueOf("applicationName"), name);
        if ("pool".equals(options.getValue(DRIVER))) {
            own.option(DRIVER, String.valueOf(options.getValue(PROTOCOL)));
        }
        return ConnectionFactories.get(own.build());
    }

    /** Waits for the lock as long as patience allows, then fails with {@link HeldException}. Nothing to do where it is held. */
    Mono<Void> take() {
        if (held != null) {
            return Mono.empty();
        }
        long tries = properties.patience().dividedBy(BETWEEN_TRIES);
        return attempt()
                .retryWhen(Retry.fixedDelay(tries, BETWEEN_TRIES)
                        .filter(HeldException.class::isInstance)
                        .doBeforeRetry(again -> {
                            if (again.totalRetries() == 0) {
                                log.info(
                                        "Waits up to {} s for the database: {}",
                                        properties.patience().toSeconds(),
                                        again.failure().getMessage());
                            }
                        })
                        .onRetryExhaustedThrow((retry, last) -> last.failure()));
    }

    /**
     * Looks after the lock from now on.
     *
     * @param lost called once, when another process has taken the database
     */
    void watch(Runnable lost) {
        unwatch();
        watching = Flux.interval(properties.beat())
                .onBackpressureDrop()
                .concatMap(tick -> beat(), 1)
                .doOnError(e -> {
                    log.error("This process lost its database while Postgres was away, and ends", e);
                    lost.run();
                })
                .onErrorComplete()
                .subscribe();
    }

    private Mono<Void> beat() {
        Connection connection = held;
        Mono<Void> alive = connection == null
                ? Mono.error(new IllegalStateException("no connection"))
                : Flux.from(connection.createStatement("select 1").execute())
                        .flatMap(result -> result.map((row, metadata) -> 1))
                        .then()
                        .timeout(properties.beat());
        return alive.onErrorResume(e -> {
            log.warn("The connection that holds the database is gone, another is made: {}", e.toString());
            return drop().then(attempt())
                    .doOnSuccess(done -> log.info("The database is held again"))
                    .onErrorResume(again -> again instanceof HeldException ? Mono.error(again) : Mono.empty());
        });
    }

    private Mono<Void> attempt() {
        return Mono.from(connections.create()).flatMap(connection -> lock(connection)
                .onErrorResume(e -> closed(connection).then(Mono.error(e))));
    }

    private Mono<Void> lock(Connection connection) {
        return Flux.from(connection.createStatement(SETTINGS).execute())
                .flatMap(result -> result.getRowsUpdated())
                .then(Flux.from(connection.createStatement(TRY).bind("$1", KEY).execute())
                        .flatMap(
                                result -> result.map((row, metadata) -> Boolean.TRUE.equals(row.get(0, Boolean.class))))
                        .next())
                .flatMap(mine -> mine ? Mono.fromRunnable(() -> held = connection) : holder(connection));
    }

    private static Mono<Void> holder(Connection connection) {
        return Flux.from(connection
                        .createStatement(HOLDER)
                        .bind("$1", KEY >>> 32)
                        .bind("$2", KEY & 0xffff_ffffL)
                        .execute())
                .flatMap(result -> result.map((row, metadata) -> described(row)))
                .next()
                .defaultIfEmpty("it has just ended, or may not be seen by this database user")
                .flatMap(holder -> Mono.error(new HeldException(holder)));
    }

    private static String described(Row row) {
        return "'" + row.get("name", String.class) + "', connected from " + row.get("address", String.class) + " since "
                + row.get("since", String.class) + ", server process " + row.get("pid", Integer.class);
    }

    private Mono<Void> drop() {
        Connection connection = held;
        held = null;
        return connection == null ? Mono.empty() : closed(connection);
    }

    private static Mono<Void> closed(Connection connection) {
        return Mono.from(connection.close()).timeout(AT_THE_END).onErrorComplete();
    }

    /** Lets the next process have the database. */
    @Override
    public void close() {
        unwatch();
        drop().block(AT_THE_END.plusSeconds(1));
    }

    private void unwatch() {
        Disposable running = watching;
        if (running != null) {
            running.dispose();
        }
    }
}
