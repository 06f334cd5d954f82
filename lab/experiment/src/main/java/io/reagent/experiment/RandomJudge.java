package io.reagent.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A judge that knows nothing of what it judges: it passes each trajectory on to a real judge, and then answers a score
 * drawn evenly from [0, 1] and the critique that the real judge wrote of a trajectory of another question. Critiques are
 * thus such as the policy knows them, only that they are about something else. A run is pointed at it by its judge's URL.
 */
final class RandomJudge implements AutoCloseable {
    private static final String PATH = "/v1/judgements";
    private static final String JUDGES = "/v1/judges";
    /** So many critiques are remembered. */
    private static final int REMEMBERED = 64;

    private final String judge;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final SplittableRandom random = new SplittableRandom(5);
    private final Deque<Critique> critiques = new ArrayDeque<>();

    private record Critique(String question, String text) {}

    private RandomJudge(String judge, HttpServer server) {
        this.judge = judge;
        this.server = server;
    }

    /**
     * Starts one.
     *
     * @param judge URL of the real one
     * @param port to listen on; 0 for any that is free
     */
    static RandomJudge start(String judge, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        RandomJudge random = new RandomJudge(judge, server);
        server.setExecutor(random.calls);
        server.createContext(PATH, random::answer);
        server.createContext(JUDGES, random::passed);
        server.start();
        return random;
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] asked = exchange.getRequestBody().readAllBytes();
            HttpResponse<String> judged = pass(asked);
            String body = judged.statusCode() < 300
                    ? exchanged(
                            question(asked), (ObjectNode) JsonMapper.shared().readTree(judged.body()))
                    : judged.body();
            respond(exchange, judged.statusCode(), body);
        }
    }

    /** Who judges is the real one's to say. */
    private void passed(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<String> said =
                    send(HttpRequest.newBuilder(URI.create(judge + JUDGES)).build());
            respond(exchange, said.statusCode(), said.body());
        }
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private HttpResponse<String> pass(byte[] body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(judge + PATH))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while judging", stopped);
        }
    }

    private static String question(byte[] asked) {
        return JsonMapper.shared()
                .readTree(asked)
                .path("trajectory")
                .path("question")
                .asString("");
    }

    /** A judgement that failed stays as it is: there is no score to exchange. */
    private synchronized String exchanged(String question, ObjectNode judgement) {
        JsonNode critique = judgement.path("critique");
        if (!judgement.path("score").isNumber()) {
            return judgement.toString();
        }
        judgement.put("score", random.nextInt(101) / 100.0);
        judgement.put("critique", other(question));
        ((ObjectNode) judgement.path("judge")).put("name", "random");
        if (critique.isString()) {
            critiques.addLast(new Critique(question, critique.stringValue()));
            if (critiques.size() > REMEMBERED) {
                critiques.removeFirst();
            }
        }
        return judgement.toString();
    }

    /** The very first trajectories find no critique of another one and get none. */
    private String other(String question) {
        List<String> of = new ArrayList<>();
        for (Critique critique : critiques) {
            if (!critique.question.equals(question)) {
                of.add(critique.text);
            }
        }
        return of.isEmpty() ? "" : of.get(random.nextInt(of.size()));
    }

    @Override
    public void close() {
        server.stop(0);
        calls.shutdownNow();
        client.close();
    }
}
