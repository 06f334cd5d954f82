package io.reagent.kit.testing;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole service that listens, on a real Postgres, and a client of it. What extends this says which, and its settings. */
public abstract class ServiceFixture {
    protected static final JsonMapper JSON = JsonMapper.shared();
    protected static final Duration LIMIT = Duration.ofSeconds(60);

    @LocalServerPort
    protected int port;

    @Autowired
    protected DatabaseClient database;

    protected WebTestClient client;

    /** Gives the service a database of its own, which has the schema. */
    protected static void ownDatabase(DynamicPropertyRegistry registry) {
        TestPostgres.register(registry);
        registry.add("reagent.database.migrate", () -> "false");
    }

    @BeforeEach
    void client() {
        client = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .responseTimeout(LIMIT)
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(64 << 20))
                .build();
    }

    protected WebTestClient.ResponseSpec post(String path, String body) {
        return client.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    protected JsonNode get(String path) {
        return json(client.get().uri(path).exchange().expectStatus().isOk());
    }

    protected static JsonNode json(WebTestClient.ResponseSpec response) {
        return JSON.readTree(response.expectBody().returnResult().getResponseBodyContent());
    }

    /** The first column of the only row. */
    protected String column(String sql) {
        return database.sql(sql).map(row -> String.valueOf(row.get(0))).one().block(LIMIT);
    }
}
