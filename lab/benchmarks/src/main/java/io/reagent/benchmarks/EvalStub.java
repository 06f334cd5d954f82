package io.reagent.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A chat server that knows the answers: {@code POST /LATENCY/v1/chat/completions} is answered after that many milliseconds,
 * wrongly for one question in four. {@code GET /counts} tells what was asked since the last time, and forgets it.
 */
public final class EvalStub {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int WRONG_ONE_IN = 4;

    private final Map<String, String> answers = new HashMap<>();
    private final LongAdder requests = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final AtomicLong inProgress = new AtomicLong();
    private final AtomicLong most = new AtomicLong();
    private final Map<String, LongAdder> asked = new ConcurrentHashMap<>();

    private EvalStub(Path questions) throws IOException {
        for (String line : Files.readAllLines(questions)) {
            JsonNode question = JSON.readTree(line);
            answers.put(
                    question.required("question").stringValue(),
                    question.required("target").stringValue());
        }
    }

    /** @param arguments lines of {@code {"question", "target"}} */
    public static void main(String[] arguments) throws IOException {
        EvalStub stub = new EvalStub(Path.of(arguments[0]));
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.post("/{latency}/v1/chat/completions", stub::complete)
                        .get("/counts", stub::counts))
                .bindNow();
        System.out.println(JSON.createObjectNode().put("port", server.port()).set("versions", JSON.createObjectNode()));
        // until whoever started this closes its input
        while (System.in.read() >= 0) {}
        server.disposeNow();
    }

    private Publisher<Void> complete(HttpServerRequest request, HttpServerResponse response) {
        Duration latency = Duration.ofMillis(Long.parseLong(request.param("latency")));
        most.accumulateAndGet(inProgress.incrementAndGet(), Math::max);
        return request.receive()
                .aggregate()
                .asString(StandardCharsets.UTF_8)
                .map(this::answer)
                .delayElement(latency)
                .doFinally(end -> inProgress.decrementAndGet())
                .flatMap(answer -> response.header("Content-Type", "application/json")
                        .sendString(Mono.just(answer))
                        .then());
    }

    private String answer(String body) {
        JsonNode messages = JSON.readTree(body).required("messages");
        String question = messages.path(messages.size() - 1).path("content").stringValue("");
        String right = answers.get(question);
        if (right == null) {
            unknown.increment();
            right = "0";
        }
        requests.increment();
        asked.computeIfAbsent(question, unused -> new LongAdder()).increment();
        String said = Math.floorMod(question.hashCode(), WRONG_ONE_IN) == 0 ? right + "1" : right;
        return """
                {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "stub", "choices": [{"index": 0, \
                "finish_reason": "stop", "message": {"role": "assistant", \
                "content": "I add up what is given, step by step. The answer is %s"}}], \
                "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}}""".formatted(said);
    }

    private Publisher<Void> counts(HttpServerRequest request, HttpServerResponse response) {
        String counts = JSON.createObjectNode()
                .put("requests", requests.sumThenReset())
                .put("questions", asked.size())
                .put("unknown", unknown.sumThenReset())
                .put("most_at_once", most.getAndSet(0))
                .put("cpu_s", cpu())
                .toString();
        asked.clear();
        return response.header("Content-Type", "application/json").sendString(Mono.just(counts));
    }

    private static double cpu() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / 1e9;
    }
}
