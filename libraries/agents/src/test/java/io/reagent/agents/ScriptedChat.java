package io.reagent.agents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAI-compatible chat server that speaks by script. A script belongs to a word of the question, and has a reply for
 * each turn; the number of turns taken is read from the conversation.
 */
public final class ScriptedChat implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, List<Function<JsonNode, Reply>>> scripts = new ConcurrentHashMap<>();
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final DisposableServer server;

    public ScriptedChat() {
        server = HttpServer.create()
                .port(0)
                .route(routes -> routes.post("/v1/chat/completions", this::answer))
                .bindNow();
    }

    /** A status with a body, or nothing ever. */
    public record Reply(int status, @Nullable ObjectNode body, boolean silent, Duration pause) {
        private Reply(int status, @Nullable ObjectNode body, boolean silent) {
            this(status, body, silent, Duration.ZERO);
        }

        public Reply after(Duration pause) {
            return new Reply(status, body, silent, pause);
        }

        public static Reply error(int status) {
            return new Reply(status, JsonNodeFactory.instance.objectNode().put("error", "scripted"), false);
        }

        public static Reply never() {
            return new Reply(200, null, true);
        }

        public static Reply says(String content, Call... calls) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ObjectNode choice = body.putArray("choices").addObject();
            choice.put("finish_reason", calls.length == 0 ? "stop" : "tool_calls");
            ObjectNode message =
                    choice.putObject("message").put("role", "assistant").put("content", content);
            ArrayNode written = message.putArray("tool_calls");
            for (Call call : calls) {
                written.addObject()
                        .put("id", "whatever")
                        .put("type", "function")
                        .putObject("function")
                        .put("name", call.name())
                        .put("arguments", call.arguments());
            }
            body.putObject("usage").put("prompt_tokens", 10).put("completion_tokens", 5);
            return new Reply(200, body, false);
        }

        /** The same with character codes for tokens, as vLLM returns them. */
        public Reply withTokens(String prompt, String completion) {
            ObjectNode copy = body.deepCopy();
            prompt.chars().forEach(copy.putArray("prompt_token_ids")::add);
            ObjectNode choice = (ObjectNode) copy.path("choices").path(0);
            completion.chars().forEach(choice.putArray("token_ids")::add);
            ArrayNode logprobs = choice.putObject("logprobs").putArray("content");
            IntStream.range(0, completion.length())
                    .forEach(i -> logprobs.addObject().put("logprob", -0.25 * (i + 1)));
            return new Reply(status, copy, silent);
        }

        public Reply field(String name, String value) {
            ObjectNode copy = body.deepCopy();
            ((ObjectNode) copy.path("choices").path(0).path("message")).put(name, value);
            return new Reply(status, copy, silent);
        }
    }

    /** A tool call. */
    public record Call(String name, String arguments) {
        public static Call of(String name, Map<String, ?> arguments) {
            return new Call(name, JSON.writeValueAsString(arguments));
        }
    }

    public void on(String word, Reply... turns) {
        List<Function<JsonNode, Reply>> script = new ArrayList<>();
        Arrays.stream(turns).forEach(turn -> script.add(request -> turn));
        scripts.put(word, script);
    }

    /** Turn by turn, seeing each request. */
    public void script(String word, List<Function<JsonNode, Reply>> turns) {
        scripts.put(word, List.copyOf(turns));
    }

    /** Requests whose conversation contains the word, in order. */
    public List<JsonNode> requests(String word) {
        return requests.stream()
                .filter(request -> request.toString().contains(word))
                .toList();
    }

    public int cancelled() {
        return cancelled.get();
    }

    public String baseUrl() {
        return "http://localhost:" + server.port() + "/v1";
    }

    private Mono<Void> answer(HttpServerRequest http, HttpServerResponse response) {
        // scripts may wait, which event loops must not
        return http.receive()
                .aggregate()
                .asString()
                .publishOn(Schedulers.boundedElastic())
                .flatMap(body -> {
                    JsonNode request = JSON.readTree(body);
                    requests.add(request);
                    List<Function<JsonNode, Reply>> script = scripts.entrySet().stream()
                            .filter(entry -> body.contains(entry.getKey()))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElse(List.of(one -> Reply.says("I have no script.")));
                    int turn = 0;
                    for (JsonNode message : request.path("messages")) {
                        turn += message.path("role").asString("").equals("assistant") ? 1 : 0;
                    }
                    Reply reply = script.get(Math.min(turn, script.size() - 1)).apply(request);
                    if (reply.silent()) {
                        http.withConnection(connection -> connection.onDispose(cancelled::incrementAndGet));
                        return Mono.never();
                    }
                    return response.status(reply.status())
                            .header("Content-Type", "application/json")
                            .sendString(Mono.delay(reply.pause()).thenReturn(String.valueOf(reply.body())))
                            .then();
                });
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
