package io.reagent.policy.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.database.DatabaseAddress;
import io.reagent.kit.testing.TestPostgres;
import io.reagent.policy.PolicyApi;
import io.reagent.policy.TinkerClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    private ConfigurableApplicationContext start(int postgres, String... more) {
        return new SpringApplicationBuilder(PolicyApi.class)
                .initializers(context -> context.getBeanFactory().addBeanPostProcessor(new Closings()))
                .properties(more)
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

    @Test
    void aServiceWhoseDatabaseIsGoneWaitsForNoRunThatCannotBeStored() throws Exception {
        try (Wire wire = new Wire(database.port());
                ServerSocket mute = new ServerSocket(0)) {
            ConfigurableApplicationContext service = start(
                    wire.port(),
                    "reagent.agents.models.mute.base-url=http://localhost:" + mute.getLocalPort() + "/v1",
                    "reagent.agents.models.mute.model=mute");
            URI runs = URI.create("http://localhost:" + service.getEnvironment().getProperty("local.server.port")
                    + "/v1/agents/runs");
            CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                    .sendAsync(
                            HttpRequest.newBuilder(runs)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(
                                            "{\"model\": \"mute\", \"question\": \"Who is there?\"}"))
                                    .build(),
                            BodyHandlers.ofString());
            mute.accept(); // the model is asked, and does not answer
            wire.close();
            assertThat(close(service)).isLessThan(SOON);
            assertThat(answer.handle((response, error) -> true).get(5, TimeUnit.SECONDS))
                    .isTrue();
        }
    }
}
