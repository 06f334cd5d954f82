package io.reagent.kit.testing;

import io.reagent.kit.database.DatabaseAddress;
import io.reagent.kit.database.DatabaseProperties;
import io.reagent.kit.database.EmbeddedServer;
import io.reagent.kit.database.SchemaMigration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.util.FileSystemUtils;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A real Postgres for tests: a container where Docker answers, else the embedded server; one per JVM. Never skips.
 *
 * <pre>{@code
 * @DynamicPropertySource
 * static void database(DynamicPropertyRegistry registry) {
 *     TestPostgres.register(registry);
 * }
 * }</pre>
 */
public final class TestPostgres {
    private static final String TEMPLATE = "reagent_template";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestPostgres() {}

    /** A database of the caller's own, migrated from {@code classpath:db/migration}. */
    public static DatabaseAddress create() {
        String name = "test_" + COUNT.incrementAndGet();
        Server.RUNNING.execute("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        return Server.RUNNING.address(name);
    }

    /** Points a Spring test at a database of its own and returns where it is. */
    public static DatabaseAddress register(DynamicPropertyRegistry registry) {
        DatabaseAddress address = create();
        registry.add("reagent.database.url", address::r2dbcUrl);
        registry.add("reagent.database.username", address::username);
        registry.add("reagent.database.password", () -> Server.RUNNING.password);
        return address;
    }

    private record Server(String host, int port, String username, String password) {
        private static final Server RUNNING = start();

        private static Server start() {
            Server server = dockerAnswers() ? container() : embedded();
            server.execute("CREATE DATABASE " + TEMPLATE);
            SchemaMigration.migrate(server.address(TEMPLATE), Duration.ofSeconds(30));
            return server;
        }

        private static boolean dockerAnswers() {
            return DockerClientFactory.instance().isDockerAvailable();
        }

        @SuppressWarnings("resource") // Ryuk removes it when the JVM ends
        private static Server container() {
            try {
                PostgreSQLContainer container = new PostgreSQLContainer("postgres:18-alpine");
                container.start();
                return new Server(
                        container.getHost(),
                        container.getMappedPort(5432),
                        container.getUsername(),
                        container.getPassword());
            } catch (RuntimeException imageOutOfReach) {
                return embedded();
            }
        }

        private static Server embedded() {
            try {
                Path directory = Files.createTempDirectory("reagent-postgres");
                EmbeddedServer started = EmbeddedServer.start(new DatabaseProperties.Embedded(directory, 0));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started, directory), "end-postgres"));
                DatabaseAddress address = started.address();
                Server server = new Server(address.host(), address.port(), address.username(), address.password());
                // its rows are gone with the tests
                server.execute("ALTER SYSTEM SET fsync = off");
                server.execute("ALTER SYSTEM SET synchronous_commit = off");
                // and a test need not say the password to every service that it starts
                Files.writeString(
                        directory.resolve("data/pg_hba.conf"),
                        "host all all 127.0.0.1/32 trust\nhost all all ::1/128 trust\n");
                server.execute("SELECT pg_reload_conf()");
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void end(EmbeddedServer started, Path directory) {
            started.close();
            try {
                FileSystemUtils.deleteRecursively(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private DatabaseAddress address(String name) {
            return DatabaseAddress.of("r2dbc:postgresql://" + host + ":" + port + "/" + name, username, password);
        }

        private void execute(String sql) {
            String url = "jdbc:postgresql://" + host + ":" + port + "/postgres";
            try (Connection connection = DriverManager.getConnection(url, username, password);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException("cannot run: " + sql, e);
            }
        }
    }
}
