package io.reagent.policy.lifecycle;

import static io.reagent.policy.TinkerClient.loss;
import static io.reagent.policy.TinkerClient.prompt;
import static io.reagent.policy.TinkerClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.kit.database.DatabaseAddress;
import io.reagent.kit.testing.ServiceProcess;
import io.reagent.kit.testing.TestPostgres;
import io.reagent.policy.PolicyApi;
import io.reagent.policy.TinkerClient;
import io.reagent.policy.TinkerClient.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The real process, killed with -9 while it works, and started again over the same database and directory. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledTest {
    private static final int ADAPTER = 4;
    private static final int ALL_WEIGHTS = 0;
    private static final Offset<Double> EQUAL = within(1e-5);

    @TempDir
    static Path checkpoints;

    @TempDir
    static Path logs;

    private final DatabaseAddress database = TestPostgres.create();
    private ServiceProcess service;
    private TinkerClient client;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        start(null);
    }

    private void start(@Nullable Integer largestFile) throws IOException, InterruptedException {
        List<String> options = List.of(
                "--reagent.database.url=" + database.r2dbcUrl(),
                "--reagent.database.username=" + database.username(),
                "--reagent.database.password=" + database.password(),
                "--reagent.database.migrate=false",
                "--reagent.policy.checkpoints=" + checkpoints,
                "--reagent.policy.base-models.tiny.directory=../models/rrm-tiny");
        service = largestFile == null
                ? new ServiceProcess(PolicyApi.class, logs, options)
                : ServiceProcess.onFullDisk(PolicyApi.class, logs, options, largestFile);
        service.awaitReady();
        client = new TinkerClient(service.url());
    }

    private void restart() throws IOException, InterruptedException {
        service.close();
        start(null);
    }

    @AfterAll
    void stop() throws InterruptedException {
        service.close();
    }

    /** A model that learned a little, whose state is saved as {@code kept}. */
    private record Trained(String session, String model, String path, double lossWhenSaved) {}

    private Trained trained(int rank) {
        String session = client.session();
        String model = client.model(session, 0, rank);
        client.learn(model, 1);
        client.step(model, 2);
        String path = client.answer(save(model, 3, "kept")).get("path").stringValue();
        return new Trained(session, model, path, loss(client.forward(model)));
    }

    private Reply save(String model, long seqId, String name) {
        return client.post("save_weights", Map.of("model_id", model, "seq_id", seqId, "path", name));
    }

    /** Makes a new model of the session from saved weights and optimizer. */
    private String load(Trained trained, int place, String path) {
        return client.answer(client.post(
                        "load_weights",
                        Map.of("session_id", trained.session, "model_seq_id", place, "path", path, "optimizer", true)))
                .get("model_id")
                .stringValue();
    }

    private void goesOnFromWhatWasSaved(Trained trained) {
        String model = load(trained, 50, trained.path);
        assertThat(loss(client.forward(model))).isCloseTo(trained.lossWhenSaved, EQUAL);
        client.learn(model, 1);
        assertThat(client.step(model, 2).at("/metrics/step").intValue()).isEqualTo(2);
        assertThat(loss(client.forward(model))).isLessThan(trained.lossWhenSaved);
    }

    private Path directory(String model) {
        return checkpoints.resolve(model.replace(':', '_')).resolve("weights");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static boolean halfWritten(String name) {
        return name.startsWith(".");
    }

    @Test
    void aSaveThatWasCutShortLeavesNothingAndThoseBeforeItAreWhole() throws Exception {
        Trained trained = trained(ALL_WEIGHTS);
        for (int i = 4; i < 44; i++) {
            save(trained.model, i, "number-" + i);
        }
        // killed when one was moved into place, and the next is being written
        boolean between = false;
        while (!between) {
            service.pause();
            List<String> there = names(directory(trained.model));
            between = there.size() >= 3 && there.stream().anyMatch(KilledTest::halfWritten);
            if (!between) {
                service.resume();
                Thread.sleep(2);
            }
        }
        service.kill();
        // as if it had been killed between a directory and its row
        Path withoutRow = Files.createDirectory(directory(trained.model).resolve("unlisted-12345678"));
        Files.writeString(withoutRow.resolve("model.safetensors"), "whole, as far as anybody knows");
        Path ofNobody =
                Files.createDirectories(checkpoints.resolve("another-database_train_0/weights/theirs-12345678"));
        restart();

        List<String> listed = new ArrayList<>();
        client.get("training_runs/" + trained.model + "/checkpoints")
                .json()
                .get("checkpoints")
                .forEach(one -> listed.add(one.get("tinker_path").stringValue()));
        assertThat(listed).contains(trained.path).hasSizeBetween(2, 40);
        assertThat(names(directory(trained.model))).hasSameSizeAs(listed).noneMatch(KilledTest::halfWritten);
        assertThat(withoutRow).doesNotExist();
        assertThat(ofNobody).exists();
        for (int i = 0; i < listed.size(); i++) {
            String loaded = load(trained, i + 1, listed.get(i));
            assertThat(loss(client.forward(loaded))).isCloseTo(trained.lossWhenSaved, EQUAL);
        }
        goesOnFromWhatWasSaved(trained);
    }

    @Test
    void aStepThatWasCutShortIsSaidToBeAndTrainingGoesOnFromWhatWasSaved() throws Exception {
        Trained trained = trained(ADAPTER);
        Map<String, JsonNode> answered = new HashMap<>();
        List<String> taken = new ArrayList<>();
        Map<String, Object> manyTexts = Map.of(
                "loss_fn", "cross_entropy", "data", Collections.nCopies(64, ((List<?>) text().get("data")).getFirst()));
        for (int i = 4; i < 64; i += 2) {
            taken.add(taken(client.post(
                    "forward_backward",
                    Map.of("model_id", trained.model, "seq_id", i, "forward_backward_input", manyTexts))));
            taken.add(taken(client.post(
                    "optim_step",
                    Map.of("model_id", trained.model, "seq_id", i + 1, "adam_params", Map.of("learning_rate", 1e-3)))));
        }
        for (String request : taken.subList(0, 4)) {
            answered.put(request, client.answer(request));
        }
        service.kill();
        restart();

        answered.forEach((request, answer) -> {
            Reply again = client.post("retrieve_future", Map.of("request_id", request));
            assertThat(again.status()).isIn(200, 410);
            if (again.status() == 200 && !again.json().has("error")) {
                assertThat(again.json()).isEqualTo(answer);
            }
        });
        // the last was not begun: nobody may take it for done, nor wait for it
        JsonNode last = client.answer(taken.getLast());
        assertThat(last.get("category").stringValue()).isEqualTo("server");
        assertThat(last.get("error").stringValue()).contains("load its last checkpoint");
        assertThat(client.post("forward", Map.of("model_id", trained.model, "forward_input", text()))
                        .status())
                .isEqualTo(410);
        goesOnFromWhatWasSaved(trained);
    }

    private static String taken(Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        return reply.json().get("request_id").stringValue();
    }

    @Test
    void samplesThatWereCutShortAreAskedForAgainAndAreTheSame() throws Exception {
        Trained trained = trained(ADAPTER);
        String first = taken(sample(trained, 1, 4));
        JsonNode before = client.answer(first);
        List<String> pending = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            pending.add(taken(sample(trained, i, 1500)));
        }
        service.kill();
        restart();

        Reply again = client.post("retrieve_future", Map.of("request_id", first));
        assertThat(again.status()).isIn(200, 410);
        if (again.status() == 200) {
            assertThat(again.json()).isEqualTo(before);
        }
        for (String request : pending) {
            assertThat(client.post("retrieve_future", Map.of("request_id", request))
                            .status())
                    .isEqualTo(410);
        }
        assertThat(client.answer(sample(trained, 1, 4)).at("/sequences/0/tokens"))
                .isEqualTo(before.at("/sequences/0/tokens"));
        goesOnFromWhatWasSaved(trained);
    }

    private Reply sample(Trained trained, int seed, int tokens) {
        return client.post(
                "asample",
                Map.of(
                        "model_path",
                        trained.path,
                        "prompt",
                        prompt(16),
                        "num_samples",
                        4,
                        "sampling_params",
                        Map.of("max_tokens", tokens, "seed", seed, "stop", List.of())));
    }

    @Test
    void aFullDiskFailsTheSaveAndChangesNothingElse() throws Exception {
        service.close();
        start(512);
        Trained trained = trained(ADAPTER);
        String large = client.model(trained.session, 1, ALL_WEIGHTS);
        double before = loss(client.learn(large, 1));
        JsonNode failed = client.answer(save(large, 2, "large"));
        assertThat(failed.get("category").stringValue()).isEqualTo("server");
        assertThat(failed.get("error").stringValue()).contains("cannot save", "nothing was changed");
        assertThat(names(directory(large))).isEmpty();
        assertThat(client.get("training_runs/" + large + "/checkpoints").json().get("checkpoints"))
                .isEmpty();

        // the gradients from before are there, and so is what was saved
        assertThat(client.step(large, 3).at("/metrics/step").intValue()).isEqualTo(1);
        assertThat(loss(client.forward(large))).isLessThan(before);
        goesOnFromWhatWasSaved(trained);
        restart();
    }
}
