package io.reagent.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of OpenAI's protocol that gives every trajectory the same verdict, half of it late. */
final class ScriptedModel implements AutoCloseable {
    private static final String BEGIN = """
            data: {"choices": [{"index": 0, "delta": {"content": "<think>a</think><critique>b</critique>"}}]}

            """;
    private static final String END = """
            data: {"choices": [{"index": 0, "delta": {"content": "<score>0.5</score>"}}]}

            data: {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}

            data: [DONE]

            """;

    private final HttpServer server;
    private final Duration pause;
    private final AtomicInteger asked = new AtomicInteger();

    /** @param pause between the first half of an answer and the second */
    ScriptedModel(Duration pause) throws IOException {
        this.pause = pause;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1";
    }

    /** Verdicts that it was asked for. */
    int asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("GET")) {
            byte[] none = "{\"data\": []}".getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, none.length);
            exchange.getResponseBody().write(none);
        } else {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write(BEGIN.getBytes(UTF_8));
            body.flush();
            pause();
            body.write(END.getBytes(UTF_8));
        }
        exchange.close();
    }

    private void pause() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
