package io.reagent.agents;

import io.reagent.kit.testing.ServiceFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A service of agents on a real Postgres, with real tools, a scripted chat server as its model and a scripted judge. */
@SpringBootTest(classes = AgentsService.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class AgentsFixture extends ServiceFixture {
    protected static final ScriptedChat CHAT = new ScriptedChat();
    protected static final FakeJudge JUDGE = new FakeJudge();
    protected static final int MOST_RUNS = 4;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        ownDatabase(registry);
        for (String name : List.of("chat", "vllm")) {
            registry.add("reagent.agents.models." + name + ".base-url", CHAT::baseUrl);
            registry.add("reagent.agents.models." + name + ".model", () -> "scripted");
            registry.add("reagent.agents.models." + name + ".retry-delay", () -> "20ms");
            registry.add("reagent.agents.models." + name + ".retries", () -> "2");
        }
        registry.add("reagent.agents.models.vllm.token-ids", () -> "true");
        registry.add("reagent.agents.models.gone.base-url", () -> "http://localhost:1/v1");
        registry.add("reagent.agents.models.gone.model", () -> "gone");
        registry.add("reagent.agents.models.gone.retries", () -> "0");
        registry.add("reagent.agents.judge-url", JUDGE::url);
        registry.add("reagent.agents.concurrency", () -> MOST_RUNS);
        registry.add("reagent.agents.heartbeat", () -> "200ms");
        registry.add("reagent.agents.tools.search.documents", () -> "../../examples/documents");
        registry.add("reagent.agents.tools.file-reader.root", () -> "../../examples/documents");
        registry.add("reagent.agents.tools.python.wall", () -> "2s");
        registry.add("reagent.agents.tools.python.output", () -> "20KB");
        registry.add("reagent.agents.tools.python.memory", () -> "256MB");
        registry.add("reagent.agents.tools.mcp.away.url", () -> "http://localhost:1/mcp");
        registry.add("reagent.agents.tools.mcp.away.patience", () -> "2s");
    }

    protected static ObjectNode request(String model, String question, String... tools) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("model", model).put("question", question);
        for (String tool : tools) {
            body.withArray("tools").add(tool);
        }
        return body;
    }

    protected JsonNode run(JsonNode body) {
        return json(post(body.toString()).expectStatus().isOk());
    }

    protected WebTestClient.ResponseSpec post(String body) {
        return post("/v1/agents/runs", body);
    }

    /** Names and data of a run's events, until the stream ends. */
    protected List<Map.Entry<String, JsonNode>> events(JsonNode body) {
        return events("/v1/agents/runs", body);
    }

    protected List<Map.Entry<String, JsonNode>> events(String path, JsonNode body) {
        List<Map.Entry<String, JsonNode>> events = new ArrayList<>();
        client.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .bodyValue(body.toString())
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(new org.springframework.core.ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .getResponseBody()
                .filter(event -> event.data() != null)
                .doOnNext(event -> events.add(Map.entry(event.event(), JSON.readTree(event.data()))))
                .blockLast(LIMIT);
        return events;
    }
}
