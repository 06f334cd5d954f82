package io.reagent.kit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {
    @TempDir
    private Path directory;

    @Test
    void rowsOutliveAStopAndAKill() throws Exception {
        try (EmbeddedServer server = start()) {
            execute(server, "CREATE TABLE kept (n int)");
            execute(server, "INSERT INTO kept VALUES (1)");
            assertThatThrownBy(this::start)
                    .hasMessageContaining("Another running platform")
                    .hasMessageContaining("./reagent down");
        }

        EmbeddedServer abandoned = start();
        execute(abandoned, "INSERT INTO kept VALUES (2)");
        long orphan = postmasterPid();
        abandon(abandoned);
        assertThat(ProcessHandle.of(orphan)).isPresent();

        try (EmbeddedServer server = start()) {
            assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(one(server, "SELECT sum(n) FROM kept")).isEqualTo("3");
        }
    }

    @Test
    void aPidFileOfADeadServerOrOfAnotherProgramIsCleared() throws Exception {
        start().close();
        Path pidFile = directory.resolve("data/postmaster.pid");
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n" + directory + "\n");

        start().close();

        assertThat(pidFile).doesNotExist();
    }

    @Test
    void dataOfAnotherMajorVersionIsExplainedAndLeftAlone() throws Exception {
        Path version = directory.resolve("data/PG_VERSION");
        Files.createDirectories(version.getParent());
        Files.writeString(version, "12\n");

        assertThatThrownBy(this::start)
                .hasMessageContaining("written by Postgres 12")
                .hasMessageContaining("brings Postgres " + EmbeddedServer.major())
                .hasMessageContaining("pg_dump");
        assertThat(version).exists();
    }

    @Test
    void aTakenPortIsSaidAndTheDirectoryIsFreeAgain() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() ->
                            EmbeddedServer.start(new DatabaseProperties.Embedded(directory, other.getLocalPort())))
                    .hasMessageContaining("port " + other.getLocalPort() + " is in use");
        }
        start().close();
    }

    @Test
    void aHalfCreatedDirectoryIsSetAside() throws Exception {
        Files.createDirectories(directory.resolve("data/base"));
        Files.writeString(directory.resolve("data/postgresql.conf"), "# cut short");

        start().close();

        try (var names = Files.list(directory)) {
            assertThat(names.map(p -> p.getFileName().toString())).anyMatch(n -> n.startsWith("data-incomplete-"));
        }
    }

    @Test
    void everyAcknowledgedRowOutlivesAKilledServerWhichServesAgain() throws Exception {
        try (EmbeddedServer server = start()) {
            execute(server, "CREATE TABLE kept (n int)");
            AtomicInteger acknowledged = new AtomicInteger();
            Thread writer = Thread.ofVirtual().start(() -> insertUntilCut(server, acknowledged));
            while (acknowledged.get() < 200) {
                Thread.sleep(1);
            }
            killPostgres();
            writer.join();

            awaitAnswer(server);
            assertThat(rows(server)).isGreaterThanOrEqualTo(acknowledged.get());
        }
        assertThat(directory.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void aServerThatAlwaysDiesIsGivenUpAndIsStillClosed() throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        Deaths deaths = new Deaths(3, Duration.ofMinutes(5), Duration.ofMillis(10));
        try (EmbeddedServer server = EmbeddedServer.start(settings(), deaths, lost::countDown)) {
            Files.delete(directory.resolve("data/global/pg_control"));
            killPostgres();

            assertThat(lost.await(60, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> connect(server)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void onlyThePasswordLetsInAndOnlyTheOwnerReadsIt() throws Exception {
        try (EmbeddedServer server = start()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("pgpass"))))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(directory.resolve("pgpass")))
                    .isEqualTo("*:*:*:postgres:" + server.address().password() + "\n");
            refusesStrangers(server);
            assertThat(show(server, "unix_socket_directories")).isEmpty();
            assertThat(show(server, "listen_addresses")).isEqualTo("localhost");
            assertThat(show(server, "synchronous_commit")).isEqualTo("on");
            assertThat(show(server, "fsync")).isEqualTo("on");
        }
    }

    @Test
    void dataThatTrustedEverybodyIsClosedAndKept() throws Exception {
        PostgresBinaries binaries = PostgresBinaries.unpack(directory.resolve("engine"));
        Path data = directory.resolve("data");
        List<String> open = List.of("-A", "trust", "-U", "postgres", "-D", data.toString(), "--locale=C");
        assertThat(new ProcessBuilder(binaries.command("initdb", open))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
        Files.createFile(directory.resolve("ready"));
        FileTime made = Files.getLastModifiedTime(data.resolve("PG_VERSION"));

        try (EmbeddedServer server = start()) {
            refusesStrangers(server);
            execute(server, "CREATE TABLE kept (n int)");
        }
        // a password that was lost is drawn again
        Files.delete(directory.resolve("pgpass"));
        try (EmbeddedServer server = start()) {
            refusesStrangers(server);
            assertThat(rows(server)).isZero();
        }
        assertThat(Files.getLastModifiedTime(data.resolve("PG_VERSION"))).isEqualTo(made);
    }

    @Test
    void whoIsKilledBeforeTheServerKnowsItsNewPasswordStartsAgain() throws Exception {
        start().close();
        Files.delete(directory.resolve("pgpass"));
        // all that an end just after the drawing leaves
        try (DataDirectory cut = DataDirectory.open(directory, EmbeddedServer.major())) {
            assertThat(cut.superuser().fresh()).isTrue();
        }
        try (EmbeddedServer server = start()) {
            refusesStrangers(server);
        }
    }

    @Test
    void aPasswordOfOtherDataIsSaidAtOnce() throws Exception {
        start().close();
        Files.writeString(directory.resolve("pgpass"), "*:*:*:postgres:another\n");

        assertThatThrownBy(this::start)
                .hasMessageContaining("pgpass is not that of the Postgres data")
                .hasMessageContaining("Remove the file");
        Files.delete(directory.resolve("pgpass"));
        start().close();
    }

    @Test
    void aServerThatRecoversIsWaitedForHoweverLongItTakes() throws Exception {
        start().close();
        // looking for each piece of its log takes long: as much to do as after a crash under load
        Files.createFile(directory.resolve("data/recovery.signal"));
        Files.writeString(
                directory.resolve("data/postgresql.conf"),
                "\nhot_standby = off\nrestore_command = 'sleep 3; false'\n",
                StandardOpenOption.APPEND);
        try (DataDirectory opened = DataDirectory.open(directory, EmbeddedServer.major())) {
            PostgresBinaries binaries = PostgresBinaries.unpack(opened.engine());
            Superuser superuser = opened.superuser();
            Postmaster.prepare(opened, binaries, superuser);
            Duration silence = Duration.ofSeconds(4);
            Instant begun = Instant.now();
            Postmaster server = Postmaster.start(opened, binaries, superuser, freePort(), silence);
            assertThat(Duration.between(begun, Instant.now())).isGreaterThan(silence);
            server.stop();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static void refusesStrangers(EmbeddedServer server) {
        for (String password : List.of("", "postgres")) {
            assertThatThrownBy(
                            () -> DriverManager.getConnection(server.address().jdbcUrl(), "postgres", password))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
        }
    }

    private static void insertUntilCut(EmbeddedServer server, AtomicInteger acknowledged) {
        try (Connection connection = connect(server);
                PreparedStatement insert = connection.prepareStatement("INSERT INTO kept VALUES (1)")) {
            while (true) {
                insert.executeUpdate();
                acknowledged.incrementAndGet();
            }
        } catch (SQLException cut) {
            // the server was killed, as wanted
        }
    }

    private static void awaitAnswer(EmbeddedServer server) throws InterruptedException {
        Instant deadline = Instant.now().plusSeconds(60);
        while (Instant.now().isBefore(deadline)) {
            try {
                connect(server).close();
                return;
            } catch (SQLException notYet) {
                Thread.sleep(20);
            }
        }
        throw new AssertionError("Postgres was not started again");
    }

    private static int rows(EmbeddedServer server) throws SQLException {
        return Integer.parseInt(one(server, "SELECT count(*) FROM kept"));
    }

    private static String show(EmbeddedServer server, String setting) throws SQLException {
        return one(server, "SHOW " + setting);
    }

    private DatabaseProperties.Embedded settings() {
        return new DatabaseProperties.Embedded(directory, 0);
    }

    private EmbeddedServer start() {
        return EmbeddedServer.start(settings());
    }

    private long postmasterPid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0));
    }

    /** What kill -9 of the platform does: its locks are freed, the postmaster lives on. */
    private static void abandon(EmbeddedServer server) throws IOException {
        server.end();
        server.directory().close();
    }

    /** What the kernel does when memory is out: no process of Postgres can finish anything. */
    private void killPostgres() throws IOException {
        ProcessHandle postmaster = ProcessHandle.of(postmasterPid()).orElseThrow();
        List<ProcessHandle> workers = postmaster.children().toList();
        postmaster.destroyForcibly();
        workers.forEach(ProcessHandle::destroyForcibly);
        postmaster.onExit().join();
    }

    private static void execute(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedServer server) throws SQLException {
        return DriverManager.getConnection(
                server.address().jdbcUrl(), server.address().jdbcProperties());
    }
}
