package io.reagent.clients.evaluations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.reagent.clients.Connections;
import io.reagent.clients.Remote;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** What eval-service says of an order, and what else may answer at its address. */
class EvaluationsClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final UUID RUN = UUID.fromString("01a212e8-67d8-7000-a386-d114f7c1924a");
    private static final UUID ID = UUID.fromString("01a212e8-67d8-7000-a386-d114f7c1924b");
    private static final EvaluationOrder ORDER = new EvaluationOrder(
            "night",
            "sums",
            "tinker://m/sampler_weights/step-000004",
            new EvaluationOrder.Attempts("plain", null, null, null, 0),
            new EvaluationOrder.Origin(RUN, 4));

    private HttpServer server;
    private EvaluationsClient client;
    private volatile int status;
    private volatile String body = "";
    private volatile String listed = "";

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean order = exchange.getRequestMethod().equals("POST");
            byte[] bytes = (order ? body : listed).getBytes(UTF_8);
            exchange.sendResponseHeaders(order ? status : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        client = new EvaluationsClient(new Remote(
                URI.create("http://localhost:" + server.getAddress().getPort()),
                null,
                Connections.of(2, LIMIT),
                LIMIT,
                DataSize.ofMegabytes(1)));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private EvaluationStart started(int answer, String said) {
        status = answer;
        body = said;
        return client.start(ORDER).block(LIMIT);
    }

    private static String problem(String type) {
        return "{\"type\": \"urn:reagent:problem:" + type + "\", \"detail\": \"so it is\", \"remedy\": \"Do that.\"}";
    }

    private static String page(String name, int step) {
        return """
                {"items": [{"id": "%s", "name": "%s", "state": "RUNNING", "spec": {"origin": {"step": %d}}}],
                 "next_cursor": null}""".formatted(ID, name, step);
    }

    @Test
    void anOrderThatWasSentBeforeIsTheSameEvaluationAndNobodyElses() {
        assertThat(started(201, "{\"id\": \"" + ID + "\"}")).isEqualTo(new EvaluationStart.Started(ID));
        listed = page("night", 4);
        assertThat(started(409, problem("name-taken"))).isEqualTo(new EvaluationStart.Started(ID));
        for (String other : List.of(page("night", 5), page("nights", 4))) {
            listed = other;
            assertThat(started(409, problem("name-taken"))).isInstanceOf(EvaluationStart.Refused.class);
        }
    }

    @Test
    void aRefusalHasTheServicesWordsAndItsRemedy() {
        EvaluationStart start = started(422, problem("unfit"));
        assertThat(start).isInstanceOfSatisfying(EvaluationStart.Refused.class, refused -> assertThat(refused.reason())
                .endsWith("answered 422: so it is Do that."));
    }

    @ParameterizedTest
    @CsvSource({
        "503, '', AWAY",
        "429, '', AWAY",
        "404, '<html>', AWAY",
        "401, '', TURNED_AWAY",
        "200, '<html>', GARBLED",
        "200, '', GARBLED",
        "200, '{}', GARBLED",
        "201, '{\"id\": \"7\"}', GARBLED"
    })
    void whatIsNoAnswerIsNoOutcome(int answer, String said, EvaluationServiceException.Kind kind) {
        EvaluationServiceException failed =
                catchThrowableOfType(EvaluationServiceException.class, () -> started(answer, said));
        assertThat(failed.kind()).isEqualTo(kind);
    }

    @Test
    void whoeverDoesNotListenIsAway() {
        server.stop(0);
        EvaluationServiceException failed = catchThrowableOfType(
                EvaluationServiceException.class, () -> client.benchmarks().block(LIMIT));
        assertThat(failed.kind()).isEqualTo(EvaluationServiceException.Kind.AWAY);
        assertThat(failed).hasMessageContaining("eval-service at http://localhost:");
    }
}
