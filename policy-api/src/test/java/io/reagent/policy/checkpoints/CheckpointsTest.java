package io.reagent.policy.checkpoints;

import static io.reagent.policy.TinkerClient.loss;
import static io.reagent.policy.TinkerClient.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.policy.PolicyApiFixture;
import io.reagent.policy.TinkerClient;
import io.reagent.policy.TinkerClient.Reply;
import io.reagent.policy.hosting.PolicyWeights;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class CheckpointsTest extends PolicyApiFixture {
    @Autowired
    private SavedPolicies policies;

    @Autowired
    private Checkpoints checkpoints;

    private String save(String route, String model, String name) {
        return client.answer(client.post(route, Map.of("model_id", model, "path", name)))
                .get("path")
                .stringValue();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 0})
    void trainingGoesOnFromACheckpointExactly(int rank) {
        String session = client.session();
        String model = client.model(session, 0, rank);
        client.learn(model, 1);
        client.step(model, 2);
        String path = save("save_weights", model, "one");
        assertThat(path).isEqualTo("tinker://" + model + "/weights/one");
        client.learn(model, 3);
        client.step(model, 4);
        double expected = loss(client.forward(model));

        String other = client.model(session, 1, rank);
        client.answer(
                client.post("load_weights", Map.of("model_id", other, "seq_id", 1, "path", path, "optimizer", true)));
        client.learn(other, 2);
        client.step(other, 3);
        assertThat(loss(client.forward(other))).isEqualTo(expected);

        JsonNode loaded = client.answer(client.post(
                "load_weights", Map.of("session_id", session, "model_seq_id", 2, "path", path, "optimizer", false)));
        assertThat(loaded.get("model_id").stringValue()).isEqualTo(session + ":train:2");
        client.learn(session + ":train:2", 1);
        // without its moments the optimizer's second step is another one
        client.step(session + ":train:2", 2);
        assertThat(loss(client.forward(session + ":train:2"))).isNotEqualTo(expected);
    }

    @Test
    void tellsWhatACheckpointIsOf() {
        String path = save("save_weights", client.model(), "one");
        JsonNode info = client.post("weights_info", Map.of("tinker_path", path)).json();
        assertThat(info.get("base_model").stringValue()).isEqualTo("tiny");
        assertThat(info.get("is_lora").booleanValue()).isTrue();
        assertThat(info.get("lora_rank").intValue()).isEqualTo(4);
        assertThat(info.get("train_mlp").booleanValue()).isTrue();
    }

    @Test
    void aCheckpointThatDoesNotFitLeavesTheModelAsItWas() {
        String session = client.session();
        String path = save("save_weights", client.model(session, 0, 4), "one");
        String wide = client.model(session, 1, 8);
        double before = loss(client.learn(wide, 1));
        JsonNode failed = client.answer(
                client.post("load_weights", Map.of("model_id", wide, "seq_id", 2, "path", path, "optimizer", true)));
        assertThat(failed.get("category").stringValue()).isEqualTo("user");
        assertThat(failed.get("error").stringValue()).contains("an adapter of rank 4", "an adapter of rank 8");
        assertThat(client.step(wide, 3).at("/metrics/step").intValue()).isEqualTo(1);
        assertThat(loss(client.forward(wide))).isLessThan(before);

        String twin = client.model(Map.of(
                "session_id", session, "model_seq_id", 2, "base_model", "twin", "lora_config", Map.of("rank", 4)));
        JsonNode otherBase =
                client.answer(client.post("load_weights", Map.of("model_id", twin, "path", path, "optimizer", true)));
        assertThat(otherBase.get("error").stringValue()).contains("trained from 'tiny', not from 'twin'");
        assertThat(client.answer(client.post(
                                "load_weights",
                                Map.of("model_id", twin, "path", path.replace("one", "none"), "optimizer", true)))
                        .get("error")
                        .stringValue())
                .contains("There is no checkpoint");
    }

    @Test
    void aNameIsTakenUnlessItIsToBeReplaced() {
        String model = client.model();
        String path = save("save_weights", model, "one");
        JsonNode taken = client.answer(client.post("save_weights", Map.of("model_id", model, "path", "one")));
        assertThat(taken.get("category").stringValue()).isEqualTo("user");
        assertThat(taken.get("field").stringValue()).isEqualTo("path");
        client.learn(model, 1);
        client.step(model, 2);
        double moved = loss(client.forward(model));
        client.answer(client.post("save_weights", Map.of("model_id", model, "path", "one", "overwrite", true)));
        String session = client.session();
        client.answer(client.post(
                "load_weights", Map.of("session_id", session, "model_seq_id", 0, "path", path, "optimizer", true)));
        assertThat(loss(client.forward(session + ":train:0"))).isEqualTo(moved);
    }

    @Test
    void aDiskThatCannotBeWrittenIsAnErrorAndNothingElse() throws IOException {
        String model = client.model();
        client.learn(model, 1);
        Path run = CHECKPOINTS.resolve(model.replace(':', '_'));
        Files.createDirectories(CHECKPOINTS);
        Files.writeString(run, "a file where a directory should be");
        JsonNode failed =
                client.answer(client.post("save_weights", Map.of("model_id", model, "seq_id", 2, "path", "one")));
        assertThat(failed.get("category").stringValue()).isEqualTo("server");
        assertThat(failed.get("error").stringValue()).contains("cannot save", "nothing was changed");
        assertThat(client.get("training_runs/" + model + "/checkpoints")
                        .json()
                        .get("checkpoints")
                        .size())
                .isZero();
        Files.delete(run);
        assertThat(client.step(model, 3).at("/metrics/step").intValue()).isEqualTo(1);
        save("save_weights", model, "one");
    }

    @Test
    void listsWhatWasSaved() {
        String model = client.model();
        save("save_weights", model, "one");
        client.answer(client.post(
                "save_weights_for_sampler",
                Map.of("model_id", model, "path", "two", "ttl_seconds", 3600, "user_metadata", Map.of("a", "b"))));
        JsonNode all =
                client.get("training_runs/" + model + "/checkpoints").json().get("checkpoints");
        assertThat(all.size()).isEqualTo(2);
        assertThat(all.get(0).get("checkpoint_id").stringValue()).isEqualTo("weights/one");
        assertThat(all.get(0).get("checkpoint_type").stringValue()).isEqualTo("training");
        assertThat(all.get(0).get("size_bytes").longValue()).isPositive();
        assertThat(all.get(0).has("expires_at")).isFalse();
        assertThat(all.get(1).get("tinker_path").stringValue()).isEqualTo("tinker://" + model + "/sampler_weights/two");
        assertThat(all.get(1).has("expires_at")).isTrue();
        assertThat(all.get(1).at("/user_metadata/a").stringValue()).isEqualTo("b");
        JsonNode run = client.get("training_runs/" + model).json();
        assertThat(run.at("/last_checkpoint/checkpoint_id").stringValue()).isEqualTo("weights/one");
        assertThat(run.at("/last_sampler_checkpoint/checkpoint_id").stringValue())
                .isEqualTo("sampler_weights/two");
        JsonNode page = client.get("training_runs?limit=1").json();
        assertThat(page.get("training_runs").size()).isEqualTo(1);
        assertThat(page.at("/cursor/total_count").longValue()).isPositive();
        assertThat(client.get("checkpoints?limit=1")
                        .json()
                        .at("/checkpoints/0/checkpoint_id")
                        .stringValue())
                .isEqualTo("sampler_weights/two");
    }

    @Test
    void anArchiveHasTheFilesThatOthersRead() throws IOException {
        String model = client.model();
        save("save_weights_for_sampler", model, "one");
        Reply redirect = client.get("training_runs/" + model + "/checkpoints/sampler_weights/one/archive");
        assertThat(redirect.status()).isEqualTo(302);
        String location = redirect.response().headers().firstValue("Location").orElseThrow();
        Reply archive = TinkerClient.send(HttpRequest.newBuilder(URI.create(location)));
        assertThat(archive.status()).isEqualTo(200);
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(archive.body())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
                assertThat(tar.readAllBytes()).hasSize((int) entry.getSize());
            }
        }
        assertThat(names).containsExactly("adapter_config.json", "adapter_model.safetensors");
    }

    @Test
    void externalWeightsAreToBeHadFileByFile() {
        String model = client.model();
        save("save_weights_external", model, "one");
        JsonNode urls = client.get("training_runs/" + model + "/checkpoints/external_weights/one/external_weights_urls")
                .json()
                .get("urls");
        Reply config = TinkerClient.send(HttpRequest.newBuilder(
                URI.create(urls.get("adapter_config.json").stringValue())));
        assertThat(config.json().get("r").intValue()).isEqualTo(4);
        assertThat(client.get("training_runs/" + model + "/checkpoints/external_weights/one/files/..%2Fone")
                        .status())
                .isIn(400, 404);
    }

    @Test
    void aDeletedCheckpointIsGoneWithItsFiles() throws IOException {
        String model = client.model();
        save("save_weights", model, "one");
        String path = "training_runs/" + model + "/checkpoints/weights/one";
        assertThat(client.delete(path).status()).isEqualTo(204);
        assertThat(client.delete(path).status()).isEqualTo(404);
        try (Stream<Path> left = Files.list(CHECKPOINTS.resolve(model.replace(':', '_') + "/weights"))) {
            assertThat(left).isEmpty();
        }
        assertThat(client.post(
                                "asample",
                                Map.of(
                                        "model_path",
                                        "tinker://" + model + "/weights/one",
                                        "prompt",
                                        prompt(4),
                                        "sampling_params",
                                        Map.of("max_tokens", 1)))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whatHasHadItsTimeIsDeleted() throws InterruptedException {
        String model = client.model();
        save("save_weights", model, "one");
        save("save_weights", model, "two");
        client.answer(client.post("save_weights", Map.of("model_id", model, "path", "three", "ttl_seconds", 1)));
        Thread.sleep(1100);
        checkpoints.deleteExpired().block(Duration.ofSeconds(10));
        assertThat(client.get("training_runs/" + model + "/checkpoints")
                        .json()
                        .get("checkpoints")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void savedPoliciesHaveNames() {
        String session = client.session();
        String model = client.model(Map.of(
                "session_id",
                session,
                "model_seq_id",
                0,
                "base_model",
                "tiny",
                "user_metadata",
                Map.of("name", "walker"),
                "lora_config",
                Map.of("rank", 2)));
        save("save_weights_for_sampler", model, "step-1");
        save("save_weights", model, "state");
        PolicyWeights saved = find("walker@step-1");
        assertThat(saved.base()).isEqualTo("tiny");
        assertThat(((PolicyWeights.Saved) saved).directory()).isDirectoryContaining("glob:**/adapter_config.json");
        assertThat(find(model + "@step-1")).isEqualTo(saved);
        assertThat(find("tinker://" + model + "/sampler_weights/step-1")).isEqualTo(saved);
        assertThat(find("walker@state")).isNotNull();
        assertThat(find("tiny")).isEqualTo(new PolicyWeights.Base("tiny"));
        assertThat(find("walker@none")).isNull();
        assertThat(find("nobody")).isNull();
        assertThat(policies.names().collectList().block(Duration.ofSeconds(10)))
                .startsWith("tiny", "twin")
                .contains("walker@step-1", "walker@state");
    }

    private PolicyWeights find(String name) {
        return policies.find(name).block(Duration.ofSeconds(10));
    }
}
