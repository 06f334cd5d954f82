package io.reagent.policy.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.reagent.kit.testing.ServiceFixture;
import io.reagent.policy.PolicyApi;
import io.reagent.policy.futures.Answer;
import io.reagent.policy.futures.Futures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A model is refused before it is written down, or not at all. */
@SpringBootTest(classes = PolicyApi.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class RefusedAfterInsertTest extends ServiceFixture {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Autowired
    private Futures futures;

    @Autowired
    private ConnectionFactory connections;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        ownDatabase(registry);
        registry.add("reagent.policy.base-models.tiny.directory", () -> "../models/rrm-tiny");
        registry.add("reagent.policy.futures.unstored", () -> "0B");
    }

    private Connection locking(String table) {
        Connection connection = Mono.from(connections.create()).block(LIMIT);
        Mono.from(connection.beginTransaction())
                .thenMany(Flux.from(connection
                                .createStatement("lock table policy." + table + " in exclusive mode")
                                .execute())
                        .flatMap(result -> result.getRowsUpdated()))
                .blockLast(LIMIT);
        return connection;
    }

    private static void unlock(Connection connection) {
        Mono.from(connection.rollbackTransaction())
                .then(Mono.from(connection.close()))
                .block(LIMIT);
    }

    @Test
    void answersThatWaitForPostgresMeanwhileDoNotLeaveAModelHalfMade() throws InterruptedException {
        String session = json(post("/api/v1/create_session", "{\"tags\": [], \"sdk_version\": \"1\"}"))
                .path("session_id")
                .asString();
        Connection runs = locking("training_run");
        Connection answers = locking("future");
        CompletableFuture<Integer> made = CompletableFuture.supplyAsync(() -> post(
                        "/api/v1/create_model",
                        "{\"session_id\": \"" + session
                                + "\", \"model_seq_id\": 0, \"base_model\": \"tiny\", \"lora_config\": {\"rank\": 2}}")
                .returnResult(byte[].class)
                .getStatus()
                .value());
        while (column("select count(*) from pg_locks where not granted").equals("0")) {
            Thread.sleep(20);
        }
        futures.complete(futures.begin(), Answer.Failure.server("waits for Postgres"));
        unlock(runs);
        while (column("select count(*) from policy.training_run").equals("0")) {
            Thread.sleep(20);
        }
        Thread.sleep(300);
        unlock(answers);
        assertThat(made.join()).isEqualTo(200);
    }
}
