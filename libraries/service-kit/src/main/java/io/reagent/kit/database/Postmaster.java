package io.reagent.kit.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the server's process on a {@link DataDirectory}, and what goes before it. */
final class Postmaster {
    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
    /** Without any answer. One that recovers says so, and takes as long as there is to recover. */
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(60);

    private static final String CANNOT_CONNECT_NOW = "57P03";
    private static final String INVALID_PASSWORD = "28P01";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Process process;

    private Postmaster(Process process) {
        this.process = process;
    }

    /**
     * Creates the data where there is none, and makes sure that only the superuser's password lets anybody in, also to data
     * that was open before.
     */
    static void prepare(DataDirectory directory, PostgresBinaries binaries, Superuser superuser)
            throws IOException, InterruptedException {
        Path clients = directory.data().resolve("pg_hba.conf");
        if (Files.notExists(directory.data())) {
            initialise(directory, binaries, superuser);
        } else if (superuser.fresh() || !Files.readString(clients).equals(Superuser.CLIENTS)) {
            // one user, no network: nobody can come in between
            run(
                    directory,
                    binaries.command("postgres", List.of("--single", "-D", directory.data() + "", "postgres")),
                    superuser.alteration());
        }
        if (superuser.fresh()) {
            superuser.keep(directory.password());
        }
        Superuser.writePrivately(clients, Superuser.CLIENTS);
    }

    private static void initialise(DataDirectory directory, PostgresBinaries binaries, Superuser superuser)
            throws IOException, InterruptedException {
        Path password = directory.data().resolveSibling("password");
        Superuser.writePrivately(password, superuser.password());
        try {
            List<String> arguments = List.of(
                    "--pgdata=" + directory.data(),
                    "--username=" + Superuser.NAME,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF-8",
                    // the same order of rows on every machine
                    "--locale=C");
            run(directory, binaries.command("initdb", arguments), "");
        } finally {
            Files.deleteIfExists(password);
        }
    }

    private static void run(DataDirectory directory, List<String> command, String input)
            throws IOException, InterruptedException {
        Process process = begin(directory, command);
        try (var to = process.outputWriter(UTF_8)) {
            to.write(input);
        }
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(command.getFirst() + " ended with " + status);
        }
    }

    /** Starts the server and returns when it serves. */
    static Postmaster start(DataDirectory directory, PostgresBinaries binaries, Superuser superuser, int port)
            throws IOException, InterruptedException {
        return start(directory, binaries, superuser, port, SILENCE_LIMIT);
    }

    /**
     * @param silence after which it is killed, unless it answers that it recovers
     * @throws IllegalStateException when it does not know the superuser's password
     */
    static Postmaster start(
            DataDirectory directory, PostgresBinaries binaries, Superuser superuser, int port, Duration silence)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-D", directory.data().toString()));
        arguments.addAll(List.of("-p", Integer.toString(port)));
        setting(arguments, "listen_addresses", "localhost");
        // a socket would lie where every user of the machine finds it
        setting(arguments, "unix_socket_directories", "");
        setting(arguments, "timezone", "UTC");
        setting(arguments, "log_timezone", "UTC");
        Postmaster started = new Postmaster(begin(directory, binaries.command("postgres", arguments)));
        try {
            DatabaseAddress address = DatabaseAddress.local(port, "postgres", superuser.password());
            started.awaitService(address, directory.password(), silence);
        } catch (InterruptedException | IllegalStateException e) {
            started.stop();
            throw e;
        } catch (IOException | RuntimeException e) {
            started.process.destroyForcibly();
            throw e;
        }
        return started;
    }

    private static void setting(List<String> arguments, String name, String value) {
        arguments.add("-c");
        arguments.add(name + "=" + value);
    }

    private static Process begin(DataDirectory directory, List<String> command) throws IOException {
        File log = directory.serverLog().toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .directory(directory.engine().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        return builder.start();
    }

    private void awaitService(DatabaseAddress address, Path password, Duration silence)
            throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(silence);
        boolean recovers = false;
        @Nullable SQLException last = null;
        while (Instant.now().isBefore(deadline)) {
            if (!process.isAlive()) {
                throw new IOException("Postgres ended with " + process.exitValue());
            }
            try (Connection connection = DriverManager.getConnection(address.jdbcUrl(), address.jdbcProperties())) {
                connection.isValid(1);
                return;
            } catch (SQLException notYet) {
                last = notYet;
            }
            if (INVALID_PASSWORD.equals(last.getSQLState())) {
                throw new IllegalStateException(
                        "The password in " + password
                                + " is not that of the Postgres data beside it. Remove the file: another password is"
                                + " drawn, and the data stays.",
                        last);
            }
            if (CANNOT_CONNECT_NOW.equals(last.getSQLState())) {
                deadline = Instant.now().plus(silence);
                if (!recovers) {
                    log.info("Postgres recovers what an end too early left unfinished");
                }
                recovers = true;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        throw new IOException("Postgres did not answer in " + silence.toSeconds() + " s", last);
    }

    /** Creates a database when it is missing. */
    static void createDatabase(DatabaseAddress server, String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.jdbcProperties());
                Statement statement = connection.createStatement()) {
            boolean exists;
            try (ResultSet found = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
                exists = found.next();
            }
            if (!exists) {
                statement.executeUpdate("CREATE DATABASE " + name);
            }
        }
    }

    /** Waits until it ends, and returns its exit status. */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Postgres' fast shutdown: sessions are cut, every committed row is on disk. */
    void stop() throws IOException {
        if (process.isAlive()) {
            StalePostmaster.stop(process.toHandle());
        }
    }
}
