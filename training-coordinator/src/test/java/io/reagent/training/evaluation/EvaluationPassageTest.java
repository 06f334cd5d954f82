package io.reagent.training.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.reagent.training.TrainingFixture;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.JsonNode;

/** The coordinator before a server that answers as eval-service would, on a port of its own. */
class EvaluationPassageTest extends TrainingFixture {
    private static final String BASE = "/services/evaluation";

    private final LoopResources loops = LoopResources.create("evaluations", 1, true);
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private final DisposableServer service = HttpServer.create()
            .runOn(loops)
            .port(0)
            .route(routes -> routes.get("/v1/evaluations", this::list)
                    .post("/v1/evaluations", this::create)
                    .get("/v1/evaluations/unknown-key", (request, response) -> response.status(401)
                            .send())
                    .get("/v1/evaluations/one/events", this::events)
                    .get("/v1/benchmarks", (request, response) -> response.sendString(Mono.never()))
                    .post("/v1/labels", this::labels))
            .bindNow();

    @AfterEach
    void stopService() {
        service.disposeNow();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
    }

    private Publisher<Void> list(HttpServerRequest request, HttpServerResponse response) {
        heard.add(request.uri());
        request.requestHeaders()
                .forEach(header -> heard.add(header.getKey().toLowerCase(Locale.ROOT) + ": " + header.getValue()));
        return response.header("Content-Type", "application/json")
                .header("Keep-Alive", "timeout=5")
                .header("Set-Cookie", "a=b")
                .header("Server", "inner")
                .header("ETag", "\"1\"")
                .sendString(Mono.just("{\"items\": []}"));
    }

    private Publisher<Void> create(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().defaultIfEmpty("").flatMap(body -> {
            heard.add(body);
            boolean refused = body.contains("refused");
            return response.status(refused ? 422 : 201)
                    .header("Content-Type", refused ? "application/problem+json" : "application/json")
                    .header("Location", "/v1/evaluations/one")
                    .sendString(Mono.just(refused ? "{\"field\": \"samples\"}" : "{\"id\": \"one\"}"))
                    .then();
        });
    }

    private Publisher<Void> events(HttpServerRequest request, HttpServerResponse response) {
        return response.sse()
                .send(
                        Flux.interval(Duration.ofMillis(50))
                                .map(tick -> response.alloc()
                                        .buffer()
                                        .writeBytes(("data: " + tick + "\n\n").getBytes(UTF_8)))
                                .doOnCancel(left::countDown),
                        piece -> true);
    }

    private Publisher<Void> labels(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .map(ByteBuf::readableBytes)
                .reduce(0L, Long::sum)
                .flatMap(bytes ->
                        response.sendString(Mono.just(String.valueOf(bytes))).then());
    }

    private void startBefore(String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("--reagent.training.evaluation.base-url=http://localhost:" + service.port() + "/");
        startReplicaWith(settings.toArray(String[]::new));
    }

    @Test
    void theCallersKeyStaysHereAndTheCoordinatorsGoesThere() {
        startBefore("--reagent.security.api-keys=callers", "--reagent.training.evaluation.api-key=coordinators");

        client.get().uri(BASE + "/v1/evaluations").exchange().expectStatus().isUnauthorized();
        assertThat(heard).isEmpty();
        client.get()
                .uri(URI.create("http://localhost" + port() + BASE + "/v1/evaluations?policy=a%2Fb"))
                .header("Authorization", "Bearer callers")
                .header("X-API-Key", "callers")
                .header("Cookie", "session=1")
                .header("Origin", "http://localhost" + port())
                .header("Last-Event-ID", "7")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(heard)
                .contains("/v1/evaluations?policy=a%2Fb", "authorization: Bearer coordinators", "last-event-id: 7")
                .noneMatch(line -> line.contains("callers"))
                .noneMatch(line -> line.startsWith("cookie") || line.startsWith("origin"));
    }

    private String port() {
        String url = String.valueOf(client.get()
                .uri("/console/main.js")
                .exchange()
                .expectBody()
                .returnResult()
                .getUrl());
        return ":" + URI.create(url).getPort();
    }

    @Test
    void anAnswerKeepsItsMeaningAndLosesWhatIsOfOneConnection() {
        startBefore();

        EntityExchangeResult<byte[]> answer = client.get()
                .uri(BASE + "/v1/evaluations")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult();

        assertThat(answer.getResponseBodyContent()).asString(UTF_8).isEqualTo("{\"items\": []}");
        assertThat(answer.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
        assertThat(answer.getResponseHeaders().getETag()).isEqualTo("\"1\"");
        assertThat(answer.getResponseHeaders().getFirst("Content-Security-Policy"))
                .contains("sandbox");
        assertThat(answer.getResponseHeaders().headerNames())
                .noneMatch(List.of("Keep-Alive", "Set-Cookie", "Server")::contains);
    }

    @Test
    void whatIsStartedIsFoundHereAndWhatIsRefusedSaysWhere() {
        startBefore();

        post(BASE + "/v1/evaluations", "{\"benchmark\": \"world\"}")
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Location", BASE + "/v1/evaluations/one");
        JsonNode refused = json(post(BASE + "/v1/evaluations", "{\"benchmark\": \"refused\"}")
                .expectStatus()
                .isEqualTo(422)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON));

        assertThat(refused.path("field").asString()).isEqualTo("samples");
        assertThat(heard).containsExactly("{\"benchmark\": \"world\"}", "{\"benchmark\": \"refused\"}");
    }

    @Test
    void eventsComeAsTheyHappenAndEndWhenTheBrowserLeaves() throws Exception {
        startBefore();
        HttpClient browser = HttpClient.newHttpClient();
        HttpResponse<InputStream> events = browser.send(
                HttpRequest.newBuilder(URI.create("http://localhost" + port() + BASE + "/v1/evaluations/one/events"))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());

        assertThat(new String(events.body().readNBytes(27), UTF_8)).isEqualTo("data: 0\n\ndata: 1\n\ndata: 2\n\n");
        assertThat(events.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        events.body().close();
        browser.shutdownNow();

        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aServiceThatStopsEndsWhatIsFollowed() throws Exception {
        var replica = startReplicaWith(
                "--reagent.training.evaluation.base-url=http://localhost:" + service.port(),
                "--spring.lifecycle.timeout-per-shutdown-phase=20s");
        HttpResponse<InputStream> events = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://localhost" + port() + BASE + "/v1/evaluations/one/events"))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        events.body().readNBytes(9);
        long before = System.nanoTime();

        stop(replica);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aBodyPassesInPiecesAndNoLongerThanItMayBe() throws Exception {
        startBefore("--reagent.training.evaluation.largest-body=1MB");

        assertThat(sent(new byte[1 << 20], false)).isEqualTo("200 1048576");
        assertThat(sent(new byte[(1 << 20) + 1], false)).startsWith("413 ").contains("largest-body");
        assertThat(sent(new byte[3 << 20], true)).startsWith("413 ").contains("largest-body");
        assertThat(sent(new byte[1 << 20], true)).isEqualTo("200 1048576");
    }

    /** @param chunked whether its length is left unsaid */
    private String sent(byte[] body, boolean chunked) throws Exception {
        HttpRequest.BodyPublisher publisher = chunked
                ? HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                : HttpRequest.BodyPublishers.ofByteArray(body);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost" + port() + BASE + "/v1/labels"))
                .header("Content-Type", "application/x-ndjson")
                .version(HttpClient.Version.HTTP_1_1)
                .POST(publisher)
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    @Test
    void whyThereIsNoAnswerIsSaid() {
        startBefore("--reagent.training.evaluation.silence=1s");

        assertThat(problem("/v1/evaluations/unknown-key", 502)).isEqualTo("evaluation-key-refused");
        assertThat(problem("/v1/benchmarks", 504)).isEqualTo("evaluation-service-silent");
        assertThat(problem("/actuator/env", 404)).isEqualTo("not-found");
    }

    @Test
    void aServiceThatIsAwayIsSaidToBe() {
        startReplicaWith("--reagent.training.evaluation.base-url=http://localhost:1");

        assertThat(problem("/v1/evaluations", 503)).isEqualTo("evaluation-service-away");
    }

    @Test
    void aCoordinatorWithoutOneSaysHowToNameOne() {
        startReplica();

        assertThat(problem("/v1/evaluations", 501)).isEqualTo("no-evaluation-service");
    }

    private String problem(String path, int status) {
        JsonNode problem = json(client.get()
                .uri(BASE + path)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON));
        assertThat(problem.path("remedy").asString()).isNotBlank();
        return problem.path("type").asString().replace("urn:reagent:problem:", "");
    }
}
