package io.reagent.rrm;

import io.reagent.kit.database.DatabaseAddress;
import io.reagent.kit.testing.CuttableProxy;
import io.reagent.kit.testing.ServiceFixture;
import io.reagent.kit.testing.TestPostgres;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** The whole service on a real Postgres, with a scripted server as its judge. */
@SpringBootTest(classes = RrmApi.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class RrmApiFixture extends ServiceFixture {
    protected static final FakeJudgeServer JUDGE = new FakeJudgeServer();
    private static final DatabaseAddress DATABASE = TestPostgres.create();
    /** The way to the database, for tests to cut. */
    protected static final CuttableProxy POSTGRES = new CuttableProxy(DATABASE.host(), DATABASE.port());

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add(
                "reagent.database.url",
                () -> "r2dbc:postgresql://localhost:" + POSTGRES.port() + "/" + DATABASE.name());
        registry.add("spring.r2dbc.pool.max-acquire-time", () -> "1s");
        registry.add("reagent.database.username", DATABASE::username);
        registry.add("reagent.database.password", DATABASE::password);
        registry.add("reagent.database.migrate", () -> "false");
        registry.add("reagent.default-judge", () -> "fake");
        registry.add("reagent.judges.fake.openai.base-url", JUDGE::baseUrl);
        registry.add("reagent.judges.fake.openai.model", () -> "fake-8b");
        registry.add("reagent.judges.fake.openai.retry-delay", () -> "20ms");
        registry.add("reagent.judges.other.openai.base-url", JUDGE::baseUrl);
        registry.add("reagent.judges.other.openai.model", () -> "other-8b");
        registry.add("reagent.judges.gone.openai.base-url", () -> "http://localhost:1/v1");
        registry.add("reagent.judges.gone.openai.model", () -> "gone-8b");
        registry.add("reagent.judges.gone.openai.retries", () -> "0");
        registry.add("reagent.batch.max-line", () -> "100KB");
        registry.add("reagent.batch.max-lines", () -> "2000");
    }

    /** A chat with one tool call, as an agent framework would send it. */
    protected static String chat(String question) {
        return """
                [{"role": "user", "content": %s},
                 {"role": "assistant", "content": "I should look it up.", "tool_calls": [{"id": "c1", "type": "function",
                   "function": {"name": "search", "arguments": "{\\"query\\": \\"x\\"}"}}]},
                 {"role": "tool", "tool_call_id": "c1", "content": "Found: 42"},
                 {"role": "assistant", "content": "It is 42."}]""".formatted(JSON.writeValueAsString(question));
    }

    protected static String body(String question) {
        return "{\"trajectory\": " + chat(question) + "}";
    }

    protected static String body(String question, String options) {
        return "{\"trajectory\": " + chat(question) + ", \"options\": " + options + "}";
    }

    protected WebTestClient.ResponseSpec post(String body) {
        return post("/v1/judgements", body);
    }

    protected JsonNode judged(String body) {
        return json(post(body).expectStatus().isOk());
    }

    protected JsonNode problem(int status, String body) {
        return json(post(body)
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON));
    }

    protected long rows(String sql) {
        return Long.parseLong(column(sql));
    }
}
