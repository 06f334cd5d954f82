package io.reagent.policy.lifecycle;

import static io.reagent.policy.TinkerClient.loss;
import static io.reagent.policy.TinkerClient.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.kit.database.DatabaseAddress;
import io.reagent.kit.testing.TestPostgres;
import io.reagent.policy.PolicyApi;
import io.reagent.policy.TinkerClient;
import io.reagent.policy.TinkerClient.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.JsonNode;

/** One database and one directory, served by one process after the other. */
@Timeout(180)
class RestartTest {
    @TempDir
    Path checkpoints;

    private final DatabaseAddress database = TestPostgres.create();
    private ConfigurableApplicationContext service;

    private TinkerClient start(String... more) {
        service = new SpringApplicationBuilder(PolicyApi.class)
                .properties(more)
                .run(
                        "--server.port=0",
                        "--reagent.database.url=" + database.r2dbcUrl(),
                        "--reagent.database.username=" + database.username(),
                        "--reagent.database.password=" + database.password(),
                        "--reagent.database.migrate=false",
                        "--reagent.policy.checkpoints=" + checkpoints,
                        "--reagent.policy.base-models.tiny.directory=../models/rrm-tiny");
        return new TinkerClient("http://localhost:" + service.getEnvironment().getProperty("local.server.port"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private long count(String where) {
        return service.getBean(DatabaseClient.class)
                .sql("select count(*) from policy." + where)
                .map(row -> row.get(0, Long.class))
                .one()
                .block(Duration.ofSeconds(10));
    }

    @Test
    void answersAndCheckpointsStayAndWeightsInTrainingAreHonestlyLost() throws Exception {
        TinkerClient client = start();
        String session = client.session();
        String model = client.model(session, 0, 4);
        Reply learned = client.post(
                "forward_backward",
                Map.of("model_id", model, "seq_id", 1, "forward_backward_input", TinkerClient.text()));
        String request = learned.json().get("request_id").stringValue();
        JsonNode answer = client.answer(request);
        client.step(model, 2);
        String path = client.answer(client.post("save_weights", Map.of("model_id", model, "seq_id", 3, "path", "one")))
                .get("path")
                .stringValue();
        double saved = loss(client.forward(model));
        String waiting = client.post(
                        "optim_step",
                        Map.of("model_id", model, "seq_id", 9, "adam_params", Map.of("learning_rate", 1e-3)))
                .json()
                .get("request_id")
                .stringValue();
        while (count("future where result is not null") < 5) {
            Thread.sleep(20);
        }
        // as if it had been killed while it saved
        Path half = checkpoints.resolve(model.replace(':', '_') + "/weights/.two-12345678-1234");
        Files.createDirectories(half);
        Files.writeString(half.resolve("adapter_model.safetensors"), "half");
        service.close();

        client = start();
        assertThat(half).doesNotExist();
        assertThat(client.answer(request)).isEqualTo(answer);
        JsonNode cut = client.answer(waiting);
        assertThat(cut.get("category").stringValue()).isEqualTo("server");
        assertThat(cut.get("error").stringValue()).contains("load its last checkpoint");
        Reply gone = client.post(
                "optim_step", Map.of("model_id", model, "seq_id", 10, "adam_params", Map.of("learning_rate", 1e-3)));
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.json().get("detail").stringValue()).contains("what it had not saved is lost");

        // the client's process went on: its session is still there, and its checkpoint
        assertThat(client.post("session_heartbeat", Map.of("session_id", session))
                        .status())
                .isEqualTo(200);
        client.answer(client.post(
                "load_weights", Map.of("session_id", session, "model_seq_id", 1, "path", path, "optimizer", true)));
        assertThat(loss(client.forward(session + ":train:1"))).isEqualTo(saved);
        assertThat(client.answer(client.post(
                                "asample",
                                Map.of(
                                        "model_path",
                                        path,
                                        "prompt",
                                        prompt(8),
                                        "sampling_params",
                                        Map.of("max_tokens", 2))))
                        .at("/sequences/0/tokens")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void aSecondProcessOnTheDatabaseRefusesToStartAndTheFirstGoesOn() {
        TinkerClient client = start();
        String model = client.model();
        ConfigurableApplicationContext first = service;
        assertThatThrownBy(() -> start("reagent.policy.takeover.patience=1s"))
                .hasStackTraceContaining("Another policy-api serves this database: 'policy-api, process "
                        + ProcessHandle.current().pid());
        service = first;
        assertThat(loss(client.forward(model))).isPositive();
        client.learn(model, 1);
        client.step(model, 2);
        assertThat(count("training_run where state = 'LOST'")).isZero();
    }

    @Test
    void aSilentSessionEndsWithItsModelsAndWhatItDidNotName() throws IOException, InterruptedException {
        TinkerClient client =
                start("reagent.policy.sessions.stale-after=1500ms", "reagent.policy.sessions.sweep=100ms");
        String session = client.session();
        String model = client.model(session, 0, 4);
        String sampler = client.answer(client.post(
                        "save_weights_for_sampler", Map.of("model_id", model, "sampling_session_seq_id", 0)))
                .get("sampling_session_id")
                .stringValue();
        assertThat(sampler).isEqualTo(session + ":sample:0");
        client.answer(client.post("save_weights", Map.of("model_id", model, "path", "kept")));
        String alive = client.session();
        for (int i = 0; i < 30; i++) {
            assertThat(client.post("session_heartbeat", Map.of("session_id", alive))
                            .status())
                    .isEqualTo(200);
            Thread.sleep(100);
        }
        assertThat(client.post("session_heartbeat", Map.of("session_id", session))
                        .status())
                .isEqualTo(410);
        assertThat(client.post("optim_step", Map.of("model_id", model, "adam_params", Map.of()))
                        .status())
                .isEqualTo(410);
        JsonNode left =
                client.get("training_runs/" + model + "/checkpoints").json().get("checkpoints");
        assertThat(left.size()).isEqualTo(1);
        assertThat(count("checkpoint")).isEqualTo(1);
        assertThat(left.get(0).get("checkpoint_id").stringValue()).isEqualTo("weights/kept");
    }

    @Test
    void aClientThatSaysGoodbyeIsClearedAwayAtOnce() {
        TinkerClient client = start();
        String session = client.session();
        String model = client.model(session, 0, 0);
        assertThat(client.post("sessions/" + session + "/finish", Map.of("status", "success"))
                        .status())
                .isEqualTo(200);
        assertThat(client.post("session_heartbeat", Map.of("session_id", session))
                        .status())
                .isEqualTo(410);
        assertThat(client.post("forward", Map.of("model_id", model)).status()).isEqualTo(410);
    }

    @Test
    void downloadsNeedASignatureWhereKeysAreNeeded() {
        TinkerClient client = start();
        String model = client.model();
        client.answer(client.post("save_weights_for_sampler", Map.of("model_id", model, "path", "one")));
        String path = "training_runs/" + model + "/checkpoints/sampler_weights/one/";
        service.close();

        client = start("reagent.security.api-keys=tml-secret");
        assertThat(client.get(path + "download").status()).isEqualTo(401);
        String base = "http://localhost:" + service.getEnvironment().getProperty("local.server.port") + "/api/v1/";
        Reply redirect =
                TinkerClient.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(base + path + "archive"))
                        .header("X-API-Key", "tml-secret"));
        String signed = redirect.response().headers().firstValue("Location").orElseThrow();
        assertThat(TinkerClient.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(signed)))
                        .status())
                .isEqualTo(200);
        assertThat(TinkerClient.send(java.net.http.HttpRequest.newBuilder(
                                java.net.URI.create(signed.replace("expires=", "expires=9"))))
                        .status())
                .isEqualTo(401);
        assertThat(TinkerClient.send(java.net.http.HttpRequest.newBuilder(
                                java.net.URI.create(signed.replace("/one/", "/two/"))))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void fiveHundredIdleSessionsAndSixtyFourActiveOnes() throws InterruptedException {
        TinkerClient client = start("reagent.policy.sessions.sweep=200ms", "reagent.policy.sessions.stale-after=1m");
        for (int i = 0; i < 500; i++) {
            client.session();
        }
        Thread[] active = new Thread[64];
        java.util.concurrent.atomic.AtomicInteger learned = new java.util.concurrent.atomic.AtomicInteger();
        for (int i = 0; i < active.length; i++) {
            active[i] = Thread.ofVirtual().start(() -> {
                String model = client.model();
                double before = loss(client.learn(model, 1));
                client.step(model, 2);
                if (loss(client.forward(model)) < before) {
                    learned.incrementAndGet();
                }
            });
        }
        for (Thread thread : active) {
            thread.join();
        }
        assertThat(learned).hasValue(64);
        assertThat(count("session where ended_at is null")).isEqualTo(564);
    }
}
