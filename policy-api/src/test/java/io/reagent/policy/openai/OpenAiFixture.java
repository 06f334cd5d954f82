package io.reagent.policy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.testing.ServiceFixture;
import io.reagent.policy.PolicyApi;
import io.reagent.policy.hosting.BaseModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The whole service over four models: {@code tiny} is the shipped judge, {@code hermes}, {@code line} and {@code silent} are
 * of random weights and have chat templates with either convention for calls, and with none.
 */
@SpringBootTest(classes = PolicyApi.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class OpenAiFixture extends ServiceFixture {
    static final int CONTEXT = 2048;
    static final Path RANDOM = Path.of("../lab/conformance/fixtures/qwen3");
    static final Path TEMPLATES = Path.of("../lab/conformance/parity/templates");
    static final String LINE_TEMPLATE = """
            {% for message in messages %}<|im_start|>{{ message.role }}
            {{ message.content or '' }}{% for call in message.tool_calls or [] %}
            <call> {{ call.function.name }} {{ call.function.arguments | tojson }}{% endfor %}<|im_end|>
            {% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
            {% endif %}""";

    /** Nothing of tools, as of models that were not trained to call any. */
    static final String SILENT_TEMPLATE = """
            {% for message in messages %}<|im_start|>{{ message.role }}
            {{ message.content }}<|im_end|>
            {% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
            {% endif %}""";

    private static final Path HERMES = model(read(TEMPLATES.resolve("thinking.jinja")));
    private static final Path LINE = model(LINE_TEMPLATE);
    private static final Path SILENT = model(SILENT_TEMPLATE);

    @Autowired
    BaseModels bases;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        ownDatabase(registry);
        registry.add("spring.r2dbc.pool.max-acquire-time", () -> "60s"); // a machine busy with other tests
        registry.add("reagent.policy.checkpoints", () -> HERMES.resolveSibling(HERMES.getFileName() + "-saved"));
        registry.add("reagent.policy.base-models.tiny.directory", () -> "../models/rrm-tiny");
        registry.add("reagent.policy.base-models.hermes.directory", () -> HERMES);
        registry.add("reagent.policy.base-models.line.directory", () -> LINE);
        registry.add("reagent.policy.base-models.silent.directory", () -> SILENT);
        registry.add("reagent.policy.base-models.line.queue-capacity", () -> "4");
        registry.add("reagent.policy.base-models.line.batch", () -> "2");
    }

    /** A checkpoint of random weights with a chat template and room for more than its own context. */
    static Path model(String template) {
        try {
            Path directory = Files.createTempDirectory("openai-model");
            try (Stream<Path> files = Files.list(RANDOM)) {
                for (Path file : files.toList()) {
                    Files.copy(file, directory.resolve(file.getFileName()));
                }
            }
            change(directory.resolve("config.json"), "max_position_embeddings", JSON.valueToTree(CONTEXT));
            change(directory.resolve("tokenizer_config.json"), "chat_template", JSON.valueToTree(template));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void change(Path file, String field, JsonNode value) {
        ObjectNode json = (ObjectNode) JSON.readTree(read(file));
        json.set(field, value);
        try {
            Files.writeString(file, json.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode answered(String path, ObjectNode body) {
        return json(post(path, body.toString()).expectStatus().isOk());
    }

    /** A chat request for a model; more fields are JSON. */
    static ObjectNode chat(String model, String more) {
        ObjectNode body =
                (ObjectNode) JSON.readTree("{\"messages\": [{\"role\": \"user\", \"content\": \"How long is it?\"}]}");
        body.put("model", model);
        body.setAll((ObjectNode) JSON.readTree("{" + more + "}"));
        return body;
    }

    JsonNode chatted(ObjectNode body) {
        return answered("/v1/chat/completions", body);
    }

    Flux<ServerSentEvent<String>> events(String path, ObjectNode body) {
        return WebClient.builder()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 << 20))
                .baseUrl("http://localhost:" + port)
                .build()
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body.deepCopy().put("stream", true).toString())
                .retrieve()
                .bodyToFlux(new ParameterizedTypeReference<>() {});
    }

    /** The chunks of a stream, whose end mark is checked and left out. */
    List<JsonNode> chunks(String path, ObjectNode body) {
        List<String> data = events(path, body)
                .mapNotNull(ServerSentEvent::data)
                .collectList()
                .block(LIMIT);
        assertThat(data.getLast()).isEqualTo("[DONE]");
        return data.subList(0, data.size() - 1).stream().map(JSON::readTree).toList();
    }
}
