package io.reagent.eval;

import io.reagent.kit.database.DatabaseAddress;
import io.reagent.kit.testing.ClientFixture;
import io.reagent.kit.testing.FakeJudge;
import io.reagent.kit.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.JsonNode;

/** Replicas of the whole service on a real Postgres, with scripted agents and a scripted judge. */
public abstract class EvalFixture extends ClientFixture {
    @TempDir
    static Path root;

    /** Where its benchmarks lie. */
    protected Path directory;

    protected FakeJudge judge;
    protected FakeAgents agents;
    protected DatabaseAddress database;
    private final List<ConfigurableApplicationContext> replicas = new ArrayList<>();

    @BeforeEach
    protected void startServers() {
        directory = newDirectory();
        judge = new FakeJudge();
        agents = new FakeAgents();
        database = TestPostgres.create();
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory(root, "benchmarks");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    protected void stopAll() {
        List.copyOf(replicas).forEach(this::stop);
        judge.close();
        agents.close();
    }

    /** Those of every replica, but for its port. */
    protected List<String> settings() {
        return List.of(
                "--reagent.database.url=r2dbc:postgresql://" + database.host() + ":" + database.port() + "/"
                        + database.name(),
                "--reagent.database.username=" + database.username(),
                "--reagent.database.password=" + database.password(),
                "--reagent.database.migrate=false",
                "--spring.r2dbc.pool.max-acquire-time=1s",
                "--reagent.eval.judge-url=" + judge.url(),
                "--reagent.eval.policy-url=" + agents.url(),
                "--reagent.eval.benchmarks.directory=" + directory,
                "--reagent.eval.silence=20s",
                "--reagent.eval.jobs.polling=50ms",
                "--reagent.eval.jobs.heartbeat=100ms",
                "--reagent.eval.jobs.silence=1s",
                "--reagent.eval.jobs.shortest-pause=50ms",
                "--reagent.eval.jobs.longest-pause=500ms");
    }

    /** @param more settings than every replica has, or in place of its own, such as {@code --reagent.eval.runs=4} */
    protected ConfigurableApplicationContext startReplica(String... more) {
        List<String> settings = new ArrayList<>(settings());
        for (String another : more) {
            String name = another.substring(0, another.indexOf('=') + 1);
            settings.removeIf(setting -> setting.startsWith(name));
            settings.add(another);
        }
        settings.add("--server.port=0");
        ConfigurableApplicationContext replica = new SpringApplicationBuilder(EvalService.class)
                .web(WebApplicationType.REACTIVE)
                .registerShutdownHook(false)
                .run(settings.toArray(String[]::new));
        replicas.add(replica);
        connect(replica.getEnvironment().getRequiredProperty("local.server.port"));
        return replica;
    }

    protected void stop(ConfigurableApplicationContext replica) {
        replicas.remove(replica);
        replica.close();
    }

    /** What is at a path, once it is as wanted. */
    protected JsonNode await(String path, Predicate<JsonNode> wanted) {
        Instant deadline = Instant.now().plus(LIMIT);
        JsonNode found;
        do {
            found = json(client.get().uri(path).exchange());
            if (wanted.test(found)) {
                return found;
            }
            pause();
        } while (Instant.now().isBefore(deadline));
        throw new AssertionError(path + " did not get there: " + found.toPrettyString());
    }

    protected static void pause() {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One number out of the database. */
    protected long count(ConfigurableApplicationContext replica, String sql) {
        return replica.getBean(DatabaseClient.class)
                .sql(sql)
                .map(row -> row.get(0, Long.class))
                .one()
                .block(Duration.ofSeconds(10));
    }
}
