package io.reagent.clients.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.reagent.clients.ApiKey;
import io.reagent.clients.Connections;
import io.reagent.clients.Remote;
import io.reagent.clients.chat.ChatServerException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChatCompletionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final JsonNode REQUEST = JsonMapper.shared().readTree("{\"model\": \"m\"}");

    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final DisposableServer server = HttpServer.create()
            .port(0)
            .route(routes -> routes.post("/v1/chat/completions", this::answer))
            .bindNow();
    private volatile String type = "application/json";
    private volatile String body = "{}";
    private volatile int status = 200;
    private volatile boolean silent;

    private final ChatCompletions client = new ChatCompletions(
            "the server",
            new Remote(
                    URI.create("http://localhost:" + server.port() + "/v1/"),
                    ApiKey.bearer(" key "),
                    Connections.of(1, LIMIT),
                    Duration.ofSeconds(1),
                    DataSize.ofKilobytes(64)));

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        keys.add(request.requestHeaders().get("Authorization"));
        return silent
                ? Mono.never()
                : response.status(status)
                        .header("Content-Type", type)
                        .sendString(Mono.just(body))
                        .then();
    }

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    private void answers(int status, String type, String body) {
        this.status = status;
        this.type = type;
        this.body = body;
    }

    private List<String> chunks() {
        return client.chunks(REQUEST).map(JsonNode::toString).collectList().block(LIMIT);
    }

    private Kind failure() {
        return assertThrows(
                        ChatServerException.class, () -> client.whole(REQUEST).block(LIMIT))
                .kind();
    }

    @Test
    void anAnswerIsReadWholeOrInChunksWhateverTheServerCallsIt() {
        answers(200, "application/json", "\uFEFF{\"a\":1}");
        assertThat(client.whole(REQUEST).block(LIMIT).toString()).isEqualTo("{\"a\":1}");
        assertThat(chunks()).containsExactly("{\"a\":1}");
        answers(200, "text/event-stream", "data: {\"a\":1}\n\ndata: {\"b\":2}\n\ndata: [DONE]\n\n");
        assertThat(chunks()).containsExactly("{\"a\":1}", "{\"b\":2}");
        answers(200, "text/plain", body);
        assertThat(chunks()).containsExactly("{\"a\":1}", "{\"b\":2}");
        assertThat(keys).containsOnly("Bearer key");
    }

    @Test
    void whatAServerRefusesIsToldApart() {
        answers(429, "application/json", "{}");
        assertThat(failure()).isEqualTo(Kind.BUSY);
        answers(503, "application/json", "{}");
        assertThat(failure()).isEqualTo(Kind.DOWN);
        answers(501, "application/json", "{}");
        assertThat(failure()).isEqualTo(Kind.REFUSED);
        answers(401, "application/json", "{}");
        assertThat(failure()).isEqualTo(Kind.REFUSED);
        answers(400, "application/json", "{\"error\": {\"code\": \"context_length_exceeded\"}}");
        assertThat(failure()).isEqualTo(Kind.TOO_LONG);
        answers(200, "text/html", "<html>");
        assertThat(failure()).isEqualTo(Kind.GARBLED);
        answers(200, "application/json", "[" + "1, ".repeat(100_000) + "1]");
        assertThat(failure()).isEqualTo(Kind.GARBLED);
    }

    @Test
    void aSilentServerAndOneThatIsNotThereAreDown() {
        silent = true;
        assertThat(failure()).isEqualTo(Kind.DOWN);
        server.disposeNow();
        assertThat(failure()).isEqualTo(Kind.DOWN);
    }

    @Test
    void whoeverFindsTheQueueFullIsToldThatTheServerIsBusy() {
        silent = true;
        ChatCompletions crowded = new ChatCompletions(
                "the server",
                new Remote(
                        URI.create("http://localhost:" + server.port() + "/v1"),
                        null,
                        new Connections(1, 1, LIMIT, LIMIT),
                        LIMIT,
                        DataSize.ofKilobytes(64)));
        crowded.whole(REQUEST).subscribe();
        crowded.whole(REQUEST).subscribe();

        ChatServerException full = assertThrows(
                ChatServerException.class, () -> crowded.whole(REQUEST).block(LIMIT));
        assertThat(full.kind()).isEqualTo(Kind.BUSY);
    }

    @Test
    void errorsSayWhatTheServerSaidAndWhenToComeBack() {
        HttpHeaders wait = new HttpHeaders();
        wait.set("Retry-After", "7");
        ChatServerException busy = new ChatErrors("the server").ofStatus(503, wait, "slow\n down");
        assertThat(busy).hasMessage("the server answered 503: slow down");
        assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void eventsAreReadHoweverTheyAreSpaced() {
        ServerEvents events = new ServerEvents();
        List<String> data = new ArrayList<>();
        for (String line : List.of(
                "\uFEFFdata:{\"a\": 1}",
                "",
                ": keep-alive",
                "",
                "event: x",
                "data: {",
                "data: }",
                "",
                "data:",
                "",
                "data: [DONE] ",
                "",
                "data: late",
                "")) {
            data.addAll(events.take(line));
        }
        data.addAll(events.end());
        assertThat(data).containsExactly("{\"a\": 1}", "{\n}");
        ServerEvents cut = new ServerEvents();
        assertThat(cut.take("data: last")).isEmpty();
        assertThat(cut.end()).containsExactly("last");
    }
}
