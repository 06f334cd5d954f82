package io.reagent.policy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.startup.Shortcomings;
import io.reagent.policy.TinkerClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Models and adapters that were made elsewhere: used as they are, or refused with the reason, and no other with them. */
class ElsewhereTest extends OpenAiFixture {
    private static final Path QWEN2 = Path.of("../lab/conformance/fixtures/qwen2");
    private static final Path ADAPTER = QWEN2.resolve("adapter");
    private static final Path BESIDE = copy(ADAPTER, "adapter_config.json", config -> config + "\n");
    private static final int[] PROMPT = {141, 153, 226, 285, 10, 7};

    @DynamicPropertySource
    static void elsewhere(DynamicPropertyRegistry registry) {
        registry.add("reagent.policy.base-models.two.directory", () -> QWEN2);
        registry.add(
                "reagent.policy.base-models.foreign.directory",
                () -> copy(QWEN2, "config.json", config -> config.replace("\"qwen2\"", "\"mistral\"")));
        registry.add(
                "reagent.policy.base-models.plain.directory",
                () -> copy(QWEN2, "tokenizer_config.json", config -> config.replace("\"chat_template\"", "\"none\"")));
        registry.add("reagent.policy.adapters.given.directory", () -> ADAPTER);
        registry.add("reagent.policy.adapters.given.base-model", () -> "two");
        registry.add("reagent.policy.adapters.beside.directory", () -> BESIDE);
        registry.add("reagent.policy.adapters.beside.base-model", () -> "two");
        registry.add(
                "reagent.policy.adapters.pissa.directory",
                () -> copy(
                        ADAPTER,
                        "adapter_config.json",
                        config -> config.replace("\"r\":", "\"init_lora_weights\": \"pissa\", \"r\":")));
        registry.add("reagent.policy.adapters.pissa.base-model", () -> "two");
        registry.add("reagent.policy.adapters.orphan.directory", () -> ADAPTER);
        registry.add("reagent.policy.adapters.orphan.base-model", () -> "foreign");
    }

    @Autowired
    private List<Shortcomings> shortcomings;

    private static Path copy(Path from, String changed, UnaryOperator<String> change) {
        try (Stream<Path> files = Files.list(from)) {
            Path directory = Files.createTempDirectory("elsewhere");
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
            String before = Files.readString(directory.resolve(changed));
            assertThat(change.apply(before)).isNotEqualTo(before);
            Files.writeString(directory.resolve(changed), change.apply(before));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode scored(String model) {
        ObjectNode body = JSON.createObjectNode().put("model", model).put("max_tokens", 0);
        body.put("echo", true).put("logprobs", 0);
        body.set("prompt", JSON.valueToTree(PROMPT));
        return body;
    }

    private List<Double> logprobs(String model) {
        return answered("/v1/completions", scored(model))
                .path("choices")
                .path(0)
                .path("logprobs")
                .path("token_logprobs")
                .valueStream()
                .skip(1)
                .map(JsonNode::asDouble)
                .toList();
    }

    private JsonNode refused(String path, ObjectNode body, int status) {
        return json(post(path, body.toString()).expectStatus().isEqualTo(status))
                .path("error");
    }

    @Test
    void anAdapterOfTheConfigurationIsSampledByItsNameAndByItsPath() {
        List<Double> adapted = logprobs("given");
        assertThat(adapted).hasSize(PROMPT.length - 1).isNotEqualTo(logprobs("two"));
        assertThat(logprobs("tinker://imported/sampler_weights/given")).isEqualTo(adapted);
    }

    @Test
    void trainingGoesOnFromAnAdapterOfTheConfiguration() {
        TinkerClient tinker = new TinkerClient("http://localhost:" + port);
        Map<String, Object> path = Map.of("tinker_path", "tinker://imported/weights/given");
        assertThat(tinker.post("weights_info", path).json().path("lora_rank").asInt())
                .isEqualTo(2);
        String session = tinker.session();
        JsonNode loaded = tinker.answer(tinker.post(
                "load_weights",
                Map.of(
                        "session_id",
                        session,
                        "model_seq_id",
                        0,
                        "path",
                        "tinker://imported/weights/given",
                        "optimizer",
                        false)));
        String model = loaded.path("model_id").asString();
        String saved = tinker.answer(
                        tinker.post("save_weights_for_sampler", Map.of("model_id", model, "path", "same", "seq_id", 1)))
                .path("path")
                .asString();
        assertThat(logprobs(saved)).isEqualTo(logprobs("given"));
        JsonNode sampling = tinker.post(
                        "create_sampling_session",
                        Map.of(
                                "session_id",
                                session,
                                "sampling_session_seq_id",
                                0,
                                "model_path",
                                "tinker://imported/sampler_weights/given"))
                .json();
        assertThat(sampling.path("sampling_session_id").asString()).isNotEmpty();
    }

    @Test
    void anImportedAdapterIsNotDeleted() {
        TinkerClient tinker = new TinkerClient("http://localhost:" + port);
        assertThat(tinker.delete("training_runs/imported/checkpoints/weights/given")
                        .status())
                .isEqualTo(400);
        assertThat(ADAPTER.resolve("adapter_model.safetensors")).exists();
    }

    @Test
    void anImportedAdapterGivesItsOwnFilesAloneWhateverLiesBesideThem() throws IOException {
        TinkerClient tinker = new TinkerClient("http://localhost:" + port);
        Files.writeString(BESIDE.resolve("notes.txt"), "private");
        String checkpoint = "training_runs/imported/checkpoints/external_weights/beside/";
        assertThat(tinker.get(checkpoint + "files/notes.txt").status()).isEqualTo(404);
        assertThat(tinker.get(checkpoint + "files/adapter_config.json").status())
                .isEqualTo(200);
        String archive = tinker.get(checkpoint + "archive")
                .response()
                .headers()
                .firstValue("Location")
                .orElseThrow();
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(
                TinkerClient.send(HttpRequest.newBuilder(URI.create(archive))).body())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names).containsExactlyInAnyOrder("adapter_config.json", "adapter_model.safetensors");
    }

    @Test
    void whatIsConfiguredAndCannotBeUsedIsToldAtTheStart() {
        assertThat(shortcomings.stream().flatMap(found -> found.all().stream()))
                .anySatisfy(told -> assertThat(told)
                        .startsWith("foreign, a base model, is not")
                        .contains("mistral"))
                .anySatisfy(told -> assertThat(told)
                        .startsWith("orphan, an adapter, is not")
                        .contains("'foreign'"))
                .anySatisfy(told ->
                        assertThat(told).startsWith("pissa, an adapter, is not").contains("'pissa'"))
                .noneMatch(told -> told.startsWith("given"));
        assertThat(shortcomings).noneMatch(Shortcomings::forbidding);
    }

    @Test
    void aModelIsAsOldAsTheNewestOfItsWeights() throws IOException {
        Instant before = Instant.parse("2020-02-02T02:02:02Z");
        Instant after = Instant.parse("2220-02-02T02:02:02Z");
        Files.setLastModifiedTime(BESIDE.resolve("adapter_model.safetensors"), FileTime.from(before));
        Path shard = bases.named("plain").directory().resolve("model-00002-of-00003.safetensors");
        Files.setLastModifiedTime(shard, FileTime.from(after));
        assertThat(get("/v1/models/beside").path("created").asLong()).isEqualTo(before.getEpochSecond());
        assertThat(get("/v1/models/plain").path("created").asLong()).isEqualTo(after.getEpochSecond());
    }

    @Test
    void thereIsNoArchiveOfAnAdapterThatIsNotConfigured() {
        TinkerClient tinker = new TinkerClient("http://localhost:" + port);
        assertThat(tinker.get("training_runs/imported/checkpoints/weights/nobody/archive")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whoeverAsksForARefusedAdapterIsToldWhy() {
        assertThat(refused("/v1/completions", scored("pissa"), 422)
                        .path("message")
                        .asString())
                .contains("init_lora_weights 'pissa'");
        TinkerClient tinker = new TinkerClient("http://localhost:" + port);
        JsonNode problem = tinker.post("weights_info", Map.of("tinker_path", "tinker://imported/weights/pissa"))
                .json();
        assertThat(problem.path("detail").asString()).contains("init_lora_weights 'pissa'");
    }

    @Test
    void aModelThatCannotBeLoadedIsListedWithTheReasonAndLeavesTheOthersAsTheyAre() {
        JsonNode listed = json(
                client.get().uri("/v1/models/foreign").exchange().expectStatus().isOk());
        assertThat(listed.path("max_model_len").isNull()).isTrue();
        assertThat(listed.path("unavailable").asString()).contains("elsewhere", "model_type 'mistral'");
        assertThat(json(client.get().uri("/v1/models").exchange().expectStatus().isOk())
                        .path("data")
                        .valueStream()
                        .map(model -> model.path("id").asString()))
                .contains("foreign", "given", "orphan", "pissa", "plain", "tiny", "two");
        JsonNode error = refused("/v1/completions", scored("foreign"), 503);
        assertThat(error.path("code").asString()).isEqualTo("model_unavailable");
        assertThat(error.path("message").asString()).contains("foreign", "model_type 'mistral'");
        assertThat(refused("/v1/completions", scored("orphan"), 503)
                        .path("message")
                        .asString())
                .contains("model_type 'mistral'");
        assertThat(logprobs("two")).isNotEmpty();
    }

    @Test
    void aModelWithoutChatTemplateServesCompletionsAndRefusesChats() {
        assertThat(logprobs("plain")).isEqualTo(logprobs("two"));
        JsonNode error = refused("/v1/chat/completions", chat("plain", "\"max_tokens\": 1"), 400);
        assertThat(error.path("code").asString()).isEqualTo("no_chat_template");
        assertThat(error.path("message").asString()).contains("has no chat template", "/v1/completions");
        post("/v1/agents/runs", "{\"question\": \"How long is it?\", \"model\": \"plain\"}")
                .expectStatus()
                .isBadRequest();
    }
}
