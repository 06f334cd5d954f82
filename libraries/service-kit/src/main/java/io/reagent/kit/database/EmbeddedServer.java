package io.reagent.kit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Postgres as a child process, its data kept in a directory between runs. When the process dies it is started again,
 * on the same data and port: what was committed is there, and services that wait find it.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String DATABASE = "reagent";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final DataDirectory directory;
    private final PostgresBinaries binaries;
    private final Superuser superuser;
    private final int port;
    private final Deaths deaths;
    private final Runnable lost;
    private final Thread watch = new Thread(this::watch, "postgres-watch");
    private Postmaster server;
    private boolean closed;

    private EmbeddedServer(DataDirectory directory, int port, Deaths deaths, Runnable lost)
            throws IOException, InterruptedException {
        this.directory = directory;
        this.port = port;
        this.deaths = deaths;
        this.lost = lost;
        binaries = PostgresBinaries.unpack(directory.engine());
        superuser = directory.superuser();
        Postmaster.prepare(directory, binaries, superuser);
        server = Postmaster.start(directory, binaries, superuser, port);
        watch.setDaemon(true);
    }

    /**
     * Starts the server and creates its database when missing. When it dies so often that starting it again is no use, the
     * process ends with status 1, for whoever watches over it.
     *
     * @throws IllegalStateException when the directory is in use or of another major version, or the port is taken
     */
    public static EmbeddedServer start(DatabaseProperties.Embedded properties) {
        // not on the watching thread: what runs at the process's end waits for that
        return start(properties, Deaths.usual(), () -> new Thread(() -> System.exit(1), "postgres-lost").start());
    }

    /** @param lost called once, when the server is given up */
    static EmbeddedServer start(DatabaseProperties.Embedded properties, Deaths deaths, Runnable lost) {
        try {
            DataDirectory directory = DataDirectory.open(properties.directory(), major());
            try {
                EmbeddedServer started = new EmbeddedServer(directory, freePort(properties.port()), deaths, lost);
                started.createDatabase();
                directory.markReady();
                started.watch.start();
                return started;
            } catch (IllegalStateException e) {
                directory.close();
                throw e;
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw notStarted(directory, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                directory.close();
                throw notStarted(directory, e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalStateException notStarted(DataDirectory directory, Exception cause) {
        return new IllegalStateException("Postgres did not start; see " + directory.serverLog(), cause);
    }

    /** Where services connect; with the password. */
    public DatabaseAddress address() {
        return DatabaseAddress.local(port, DATABASE, superuser.password());
    }

    DataDirectory directory() {
        return directory;
    }

    /** Stops the server; every committed row is on disk. */
    @Override
    public void close() {
        try (directory) {
            end();
            // a server that is just being started again is stopped there
            watch.join(STOP_LIMIT);
            current().stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Postgres stops", e);
        }
    }

    /** From here on it is not started again. */
    synchronized void end() {
        closed = true;
        watch.interrupt();
    }

    private synchronized Postmaster current() {
        return server;
    }

    private void createDatabase() throws IOException {
        try {
            Postmaster.createDatabase(DatabaseAddress.local(port, "postgres", superuser.password()), DATABASE);
        } catch (SQLException e) {
            server.stop();
            throw new IOException(e);
        }
    }

    private void watch() {
        try {
            while (true) {
                int status = current().awaitEnd();
                if (isClosed()) {
                    return;
                }
                log.error("Postgres ended with {}; see {}", status, directory.serverLog());
                if (!startAgain()) {
                    log.error(
                            "Postgres died {} times within {} min; giving up",
                            deaths.most(),
                            deaths.within().toMinutes());
                    lost.run();
                    return;
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean startAgain() throws InterruptedException {
        while (true) {
            Duration pause = deaths.another(Instant.now());
            if (pause == null) {
                return false;
            }
            Thread.sleep(pause);
            try {
                StalePostmaster.end(directory.data());
                takeOver(Postmaster.start(directory, binaries, superuser, port));
                log.info("Postgres serves again at port {}", port);
                return true;
            } catch (IOException | RuntimeException e) {
                log.error("Postgres did not start again: {}; see {}", e.getMessage(), directory.serverLog());
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void takeOver(Postmaster started) throws IOException {
        server = started;
        if (closed) {
            started.stop();
        }
    }

    /** The port, or a free one for 0. Otherwise the wait for our server would meet somebody else's. */
    private static int freePort(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "port " + port
                            + " is in use; set reagent.database.embedded.port (REAGENT_POSTGRES_PORT) to a free one",
                    e);
        }
    }

    /** The bundled server's major version, such as 18. */
    static String major() throws IOException {
        String version = PostgresBinaries.version();
        return version.substring(0, version.indexOf('.'));
    }
}
