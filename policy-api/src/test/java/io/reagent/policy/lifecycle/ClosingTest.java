package io.reagent.policy.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.database.DatabaseAddress;
import io.reagent.kit.testing.TestPostgres;
import io.reagent.policy.PolicyApi;
import io.reagent.policy.TinkerClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

@Timeout(180)
class ClosingTest {
    /** The graceful end of the web server's threads alone takes two. */
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path checkpoints;

    private final DatabaseAddress database = TestPostgres.create();
    private final List<String> closed = new ArrayList<>();

    private final class Closings implements DestructionAwareBeanPostProcessor {
        @Override
        public boolean requiresDestruction(Object bean) {
            return bean instanceof AutoCloseable;
        }

        @Override
        public void postProcessBeforeDestruction(Object bean, String name) {
            closed.add(name);
        }
    }

    private ConfigurableApplicationContext start(int postgres) {
        return new SpringApplicationBuilder(PolicyApi.class)
                .initializers(context -> context.getBeanFactory().addBeanPostProcessor(new Closings()))
                .run(
                        "--server.port=0",
                        "--reagent.database.url=r2dbc:postgresql://localhost:" + postgres + "/" + database.name(),
                        "--reagent.database.username=" + database.username(),
                        "--reagent.database.password=" + database.password(),
                        "--reagent.database.migrate=false",
                        "--reagent.policy.checkpoints=" + checkpoints,
                        "--reagent.policy.base-models.tiny.directory=../models/rrm-tiny");
    }

    private static void train(ConfigurableApplicationContext service) {
        TinkerClient client =
                new TinkerClient("http://localhost:" + service.getEnvironment().getProperty("local.server.port"));
        client.learn(client.model(), 1);
    }

    private static Duration close(ConfigurableApplicationContext service) {
        long begun = System.nanoTime();
        service.close();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void theDatabaseIsLetGoOfWhenNothingIsWrittenToItAnyMore() {
        start(database.port()).close();
        assertThat(closed).containsSubsequence("trainingRuns", "futures", "soleProcess");
    }

    @Test
    void aServiceWhoseDatabaseIsGoneEndsSoon() throws IOException {
        try (Wire wire = new Wire(database.port())) {
            ConfigurableApplicationContext service = start(wire.port());
            train(service);
            wire.close();
            assertThat(close(service)).isLessThan(SOON);
        }
    }

    @Test
    void aServiceWhoseDatabaseIsSilentEndsSoon() throws IOException {
        try (Wire wire = new Wire(database.port())) {
            ConfigurableApplicationContext service = start(wire.port());
            train(service);
            wire.freeze();
            assertThat(close(service)).isLessThan(SOON);
        }
    }
}
