package io.reagent.policy.lifecycle;

import static io.r2dbc.spi.ConnectionFactoryOptions.DRIVER;
import static io.r2dbc.spi.ConnectionFactoryOptions.PROTOCOL;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The right to be the only policy-api on a database: an advisory lock that a connection of its own holds as long as the
 * process lives. Postgres lets go of it when the connection ends, however the process did. Where the connection broke, the
 * lock is taken again by another one; had another process taken it meanwhile, this one's runs are marked lost, and it must
 * end.
 */
final class SoleProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SoleProcess.class);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
    private static final Duration AT_THE_END = Duration.ofSeconds(5);
    private static final Duration ATTEMPT = Duration.ofSeconds(20);
    /** So many beats in a row without an answer are no stall of this process or of Postgres any more. */
    private static final int SILENT_BEATS = 6;
    /** While the database is away, that is told so often. */
    private static final Duration REMINDER = Duration.ofMinutes(1);

    private final ConnectionFactory connections;
    private final TakeoverProperties properties;
    /** Server processes of this one's connections that have the lock, or may have it without this process knowing. */
    private final Set<String> own = ConcurrentHashMap.newKeySet();
    /** Of the watching alone, as {@link #silent} is. */
    private final Outage away = new Outage(REMINDER);

    private volatile @Nullable Connection held;
    private volatile @Nullable Disposable watching;
    private volatile boolean ended;
    /** Beats in a row that had no answer in time; of the watching alone. */
    private int silent;

    /** Another process has the database; the message says which, and what to do. */
    static class HeldException extends IllegalStateException {
        HeldException(String holder) {
            super("Another policy-api serves this database: " + holder
                    + ". One process at a time does, since weights in training are in its memory: end the other one, or"
                    + " give this one a database of its own (reagent.database.url)");
        }
    }

    /** The lock was not to be had, and whoever had it is gone: to be tried again. */
    private static final class JustEndedException extends HeldException {
        JustEndedException() {
            super("it has just ended");
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
                    log.error("This process lost its database while its connection was broken, and ends", e);
                    lost.run();
                })
                .onErrorComplete()
                .subscribe();
    }

    /** Fails with {@link HeldException} where the database is lost; everything else is tried again at the next beat. */
    private Mono<Void> beat() {
        Connection connection = held;
        Mono<Void> alive = connection == null
                ? Mono.error(new IllegalStateException("no connection"))
                : Flux.from(connection.createStatement("select 1").execute())
                        .flatMap(result -> result.map((row, metadata) -> 1))
                        .then()
                        .timeout(properties.beat())
                        .doOnSuccess(done -> silent = 0);
        return alive.onErrorResume(e -> {
            // a slow connection still holds the lock; the old one is closed only when another has it
            if (e instanceof TimeoutException && ++silent < SILENT_BEATS) {
                return Mono.empty();
            }
            return hold(e);
        });
    }

    private Mono<Void> hold(Throwable gone) {
        boolean tells = away.tells(System.nanoTime());
        if (tells) {
            log.warn("The connection that holds the database is gone, another is made: {}", gone.toString());
        }
        return attempt()
                .doOnSuccess(done -> {
                    silent = 0;
                    away.over();
                    log.info("The database is held again");
                })
                .onErrorResume(e -> {
                    if (e instanceof HeldException && !(e instanceof JustEndedException)) {
                        return Mono.error(e);
                    }
                    if (tells) {
                        log.warn("The database is not held again, which is tried at every beat: {}", e.toString());
                    }
                    return Mono.empty();
                });
    }

    /** One try by a connection of its own, which is closed unless it got the lock. */
    private Mono<Void> attempt() {
        return Mono.usingWhen(
                        connections.create(),
                        connection -> lock(new HolderSession(connection)),
                        this::closedUnlessHeld,
                        (connection, error) -> closedUnlessHeld(connection),
                        this::closedUnlessHeld)
                .timeout(
                        ATTEMPT,
                        Mono.error(() -> new IllegalStateException(
                                "Postgres did not give the database's lock within " + ATTEMPT.toSeconds() + " s")));
    }

    private Mono<Void> lock(HolderSession session) {
        return session.begin().doOnNext(own::add).flatMap(identity -> tried(session)
                .doOnError(HeldException.class, e -> own.remove(identity)));
    }

    /** A backend that a broken connection of this process left behind is ended, rather than waited for. */
    private Mono<Void> tried(HolderSession session) {
        return session.tryLock()
                .flatMap(mine -> mine
                        ? adopt(session)
                        : session.holder()
                                .switchIfEmpty(Mono.error(JustEndedException::new))
                                .flatMap(holder -> own.contains(holder.identity())
                                        ? session.replace(holder)
                                                .flatMap(done -> done ? adopt(session) : tried(session))
                                        : Mono.error(new HeldException(holder.description()))));
    }

    private Mono<Void> adopt(HolderSession session) {
        Connection before;
        synchronized (this) {
            if (ended) {
                return Mono.error(new IllegalStateException("this process is ending"));
            }
            before = held;
            held = session.connection();
        }
        own.removeIf(identity -> !identity.equals(session.identity()));
        return before == null ? Mono.empty() : closed(before);
    }

    private Mono<Void> closedUnlessHeld(Connection connection) {
        return connection == held ? Mono.empty() : closed(connection);
    }

    private static Mono<Void> closed(Connection connection) {
        return Mono.from(connection.close()).timeout(AT_THE_END).onErrorComplete();
    }

    /** Lets the next process have the database. */
    @Override
    public void close() {
        Connection last;
        synchronized (this) {
            ended = true;
            last = held;
            held = null;
        }
        unwatch();
        if (last != null) {
            // the end of a connection is noticed somewhat later
            HolderSession.letGo(last)
                    .timeout(AT_THE_END)
                    .onErrorComplete()
                    .then(closed(last))
                    .block(AT_THE_END.multipliedBy(2).plusSeconds(1));
        }
    }

    private void unwatch() {
        Disposable running = watching;
        if (running != null) {
            running.dispose();
        }
    }
}
