package io.reagent.policy;

import io.reagent.kit.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service on a real Postgres, with a small judge as its base model: any model can be trained and sampled. */
@Timeout(180)
@SpringBootTest(classes = PolicyApi.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class PolicyApiFixture {
    /** Where checkpoints go. */
    protected static final Path CHECKPOINTS = temporary();

    @LocalServerPort
    protected int port;

    @Autowired
    protected DatabaseClient database;

    protected TinkerClient client;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        TestPostgres.register(registry);
        registry.add("reagent.database.migrate", () -> "false");
        registry.add("reagent.policy.checkpoints", CHECKPOINTS::toString);
        registry.add("reagent.policy.base-models.tiny.directory", () -> "../models/rrm-tiny");
        registry.add("reagent.policy.base-models.twin.directory", () -> "../models/rrm-tiny");
        registry.add("reagent.policy.training.gap-timeout", () -> "1s");
        registry.add("reagent.policy.futures.poll", () -> "500ms");
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("checkpoints");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void client() {
        client = new TinkerClient("http://localhost:" + port);
    }
}
