package io.reagent.policy.lifecycle;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Row;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a connection says to Postgres to hold a database, or to learn who does. */
final class HolderSession {
    private static final long KEY = 0x72656167_706f6c69L;
    private static final String TRY = "select pg_try_advisory_lock($1)";
    /** A process id comes again, so its start belongs to it. */
    private static final String IDENTITY = "a.pid || ' ' || extract(epoch from a.backend_start)";

    private static final String SELF =
            "select " + IDENTITY + " as identity from pg_stat_activity a where a.pid = pg_backend_pid()";
    private static final String HOLDER = "select " + IDENTITY + """
             as identity, a.pid, coalesce(a.application_name, '') as name,
                   coalesce(host(a.client_addr), 'this machine') as address, a.backend_start::text as since
            from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.objsubid = 1
              and l.database = (select oid from pg_database where datname = current_database())
              and l.classid::bigint = $1 and l.objid::bigint = $2""";
    /** In one statement, so that nobody comes between: while it waits no other's try succeeds. */
    private static final String REPLACE = "select pg_terminate_backend(a.pid), pg_advisory_lock($2)"
            + " from pg_stat_activity a where " + IDENTITY + " = $1";
    /** A holder whose machine is gone is noticed in half a minute, and no idle limit of the server ends the connection. */
    private static final String SETTINGS = "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5;"
            + " set tcp_keepalives_count = 4; set idle_session_timeout = 0; set lock_timeout = 5000";

    private final Connection connection;
    private volatile String identity = "";

    /**
     * Who has the lock.
     *
     * @param identity of the server process, never that of another one; empty where it may not be seen
     * @param description for a person
     */
    record Holder(String identity, String description) {}

    HolderSession(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /** Of its server process, once {@link #begin} is done. */
    String identity() {
        return identity;
    }

    /** Its server process, made fit to hold the lock. */
    Mono<String> begin() {
        return Flux.from(connection.createStatement(SETTINGS).execute())
                .flatMap(result -> result.getRowsUpdated())
                .then(Flux.from(connection.createStatement(SELF).execute())
                        .flatMap(result -> result.map((row, metadata) -> text(row, "identity")))
                        .next())
                .doOnNext(found -> identity = found);
    }

    /** Whether this connection has the lock now. */
    Mono<Boolean> tryLock() {
        return Flux.from(connection.createStatement(TRY).bind("$1", KEY).execute())
                .flatMap(result -> result.map((row, metadata) -> Boolean.TRUE.equals(row.get(0, Boolean.class))))
                .next();
    }

    /** Who has the lock, or empty when nobody has it. */
    Mono<Holder> holder() {
        return Flux.from(connection
                        .createStatement(HOLDER)
                        .bind("$1", KEY >>> 32)
                        .bind("$2", KEY & 0xffff_ffffL)
                        .execute())
                .flatMap(result -> result.map((row, metadata) -> new Holder(
                        text(row, "identity"),
                        "'" + text(row, "name") + "', connected from " + text(row, "address") + " since "
                                + text(row, "since") + ", server process " + row.get("pid", Integer.class))))
                .next();
    }

    /** Has Postgres end that server process, and takes the lock from it; whether it was still there. */
    Mono<Boolean> replace(Holder holder) {
        return Flux.from(connection
                        .createStatement(REPLACE)
                        .bind("$1", holder.identity())
                        .bind("$2", KEY)
                        .execute())
                .flatMap(result -> result.map((row, metadata) -> true))
                .next()
                .defaultIfEmpty(false);
    }

    /** Gives up the lock that a connection has; done when Postgres has said so. */
    static Mono<Void> letGo(Connection connection) {
        return Flux.from(connection
                        .createStatement("select pg_advisory_unlock_all()")
                        .execute())
                .flatMap(result -> result.map((row, metadata) -> 0))
                .then();
    }

    private static String text(Row row, String column) {
        @Nullable String value = row.get(column, String.class);
        return value == null ? "" : value;
    }
}
