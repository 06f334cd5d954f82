package io.reagent.rrm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAI-compatible server that answers by script. A script belongs to a word; a request gets the script whose word
 * its prompt contains, else a good judgement.
 */
public final class FakeJudgeServer implements AutoCloseable {
    public static final String GOOD =
            "<think>Step 1 looks it up.</think>\n<critique>Check the second source.</critique>\n<score>0.75</score>";
    private static final JsonMapper JSON = JsonMapper.shared();

    static {
        // loads what an event loop would block on loading
        JSON.readTree(JSON.readTree(chunk("\u00e9", "stop")).toString());
    }

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final DisposableServer server;

    public FakeJudgeServer() {
        server = HttpServer.create()
                .port(0)
                .httpRequestDecoder(spec -> spec.maxInitialLineLength(8192))
                .route(routes -> routes.post("/v1/chat/completions", this::answer))
                .bindNow();
    }

    /** What to answer the n-th request of a word, from 0. */
    public interface Script {
        Reply reply(int call, JsonNode request);
    }

    /**
     * One answer.
     *
     * @param pieces of text, streamed
     * @param pause before each piece
     * @param finish finish_reason, or null to break off without one
     */
    public record Reply(
            int status, Map<String, String> headers, List<String> pieces, Duration pause, String finish, String error) {

        public static Reply text(String... pieces) {
            return new Reply(200, Map.of(), List.of(pieces), Duration.ZERO, "stop", null);
        }

        public static Reply error(int status, String body) {
            return new Reply(status, Map.of(), List.of(), Duration.ZERO, null, body);
        }

        public Reply finish(String reason) {
            return new Reply(status, headers, pieces, pause, reason, error);
        }

        public Reply pause(Duration each) {
            return new Reply(status, headers, pieces, each, finish, error);
        }

        public Reply header(String name, String value) {
            return new Reply(status, Map.of(name, value), pieces, pause, finish, error);
        }
    }

    public void on(String word, Script script) {
        scripts.put(word, script);
        calls.put(word, new AtomicInteger());
    }

    public int calls(String word) {
        return calls.get(word).get();
    }

    /** Requests whose prompt contains the word, in order. */
    public List<JsonNode> requests(String word) {
        return requests.stream().filter(r -> r.toString().contains(word)).toList();
    }

    public int cancelled() {
        return cancelled.get();
    }

    public String baseUrl() {
        return "http://localhost:" + server.port() + "/v1";
    }

    private Mono<Void> answer(HttpServerRequest http, HttpServerResponse response) {
        return http.receive().aggregate().asString().flatMap(body -> {
            JsonNode request = JSON.readTree(body);
            requests.add(request);
            String word =
                    scripts.keySet().stream().filter(body::contains).findFirst().orElse(null);
            Reply reply = word == null
                    ? Reply.text(GOOD)
                    : scripts.get(word).reply(calls.get(word).getAndIncrement(), request);
            return send(reply, response);
        });
    }

    private Mono<Void> send(Reply reply, HttpServerResponse response) {
        reply.headers().forEach(response::header);
        if (reply.error() != null) {
            return response.status(reply.status())
                    .header("Content-Type", "application/json")
                    .sendString(Mono.just(reply.error()))
                    .then();
        }
        Flux<String> pieces = Flux.fromIterable(reply.pieces())
                .concatMap(piece -> Mono.delay(reply.pause()).thenReturn(chunk(piece, null)));
        Flux<String> end = reply.finish() == null
                ? Flux.empty()
                : Flux.just(chunk("", reply.finish()), usage(reply.pieces().size()), "[DONE]");
        return response.sse()
                .sendString(
                        pieces.concatWith(end)
                                .map(data -> "data: " + data + "\n\n")
                                .doOnCancel(cancelled::incrementAndGet),
                        java.nio.charset.StandardCharsets.UTF_8)
                .then();
    }

    private static String chunk(String content, String finish) {
        ObjectNode choice = JsonNodeFactory.instance.objectNode();
        choice.put("index", 0);
        choice.putObject("delta").put("content", content);
        choice.put("finish_reason", finish);
        ObjectNode chunk = JsonNodeFactory.instance.objectNode();
        chunk.putArray("choices").add(choice);
        return escaped(chunk.toString());
    }

    /** In ASCII, as Python's servers write it: half a character, too, has an escape. */
    private static String escaped(String json) {
        StringBuilder ascii = new StringBuilder();
        json.chars().forEach(c -> ascii.append(c < 0x80 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return ascii.toString();
    }

    private static String usage(int pieces) {
        return "{\"choices\": [], \"usage\": {\"prompt_tokens\": 100, \"completion_tokens\": " + pieces + "}}";
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
