package io.reagent.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.reagent.clients.ApiKey;
import io.reagent.clients.Connections;
import io.reagent.clients.Remote;
import io.reagent.clients.judge.JudgeClient;
import io.reagent.clients.judge.JudgeException;
import io.reagent.clients.judge.JudgeException.Kind;
import io.reagent.clients.judge.Verdict;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.judgement.Refusal;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.kit.database.DatabaseAddress;
import io.reagent.kit.testing.JudgeRules;
import io.reagent.kit.testing.TestPostgres;
import io.reagent.rrm.RrmApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the judge's service refuses, what those who play it refuse, and what its client makes of that. */
class JudgeContractTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String KEY = "contract";
    private static final String JUDGE = "scripted";
    private static final Trajectory SOUND = new Trajectory("q", List.of(), "a");
    private static final Trajectory SILENT = new Trajectory("q", List.of(), null);
    private static final Trajectory LONG = new Trajectory("a question beyond any context", List.of(), "a");

    private static HttpServer model;
    private static ConfigurableApplicationContext service;
    private static URI url;

    @BeforeAll
    static void start() throws IOException {
        model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        model.createContext("/", exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            boolean fits = !request.contains(LONG.question());
            byte[] body = (fits
                            ? "data: {\"choices\": [{\"index\": 0, \"delta\": {\"content\": \"<think>a</think>"
                                    + "<critique>b</critique><score>0.5</score>\"}, \"finish_reason\": \"stop\"}]}\n\n"
                                    + "data: [DONE]\n\n"
                            : "{\"error\": {\"code\": \"context_length_exceeded\"}}")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", fits ? "text/event-stream" : "application/json");
            exchange.sendResponseHeaders(fits ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        model.start();
        DatabaseAddress database = TestPostgres.create();
        service = new SpringApplicationBuilder(RrmApi.class)
                .registerShutdownHook(false)
                .run(
                        "--server.port=0",
                        "--reagent.security.api-keys=" + KEY,
                        "--reagent.database.url=r2dbc:postgresql://" + database.host() + ":" + database.port() + "/"
                                + database.name(),
                        "--reagent.database.username=" + database.username(),
                        "--reagent.database.migrate=false",
                        "--reagent.default-judge=" + JUDGE,
                        "--reagent.judges.scripted.openai.model=scripted",
                        "--reagent.judges.scripted.openai.base-url=http://localhost:"
                                + model.getAddress().getPort() + "/v1");
        url = URI.create("http://localhost:" + service.getEnvironment().getProperty("local.server.port"));
    }

    @AfterAll
    static void stop() {
        service.close();
        model.stop(0);
    }

    private static HttpResponse<String> post(String body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(url.resolve("/v1/judgements"))
                            .header("Content-Type", "application/json")
                            .header("Authorization", "Bearer " + KEY)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"trajectory\": {\"question\": \"q\", \"steps\": [], \"answer\": \"a\"}}",
                "{\"trajectory\": {\"question\": \"q\", \"steps\": [], \"answer\": \"\"}}",
                "{\"trajectory\": {\"question\": \"q\", \"steps\": [], \"answer\": null}}",
                "{\"trajectory\": {\"question\": \"q\", \"steps\": [{\"thought\": null, \"calls\": []}], \"answer\": null}}",
                "{\"trajectory\": {\"question\": \" \", \"steps\": [], \"answer\": \"a\"}}",
                "{\"trajectory\": {\"question\": \"q\", \"steps\": [{\"calls\": [{\"name\": \"\", \"arguments\": \"{\"}]}]}}",
                "{\"trajectory\": {\"question\": \"q\", \"steps\": [{\"calls\": [{\"arguments\": \"{}\"}]}]}}",
                "{\"trajectory\": []}",
                "{\"trajectory\": null}",
                "{}",
                "{\"trajectory\": {\"question\": \"q\", \"answer\": \"a\"}, \"judge\": \"scripted\"}",
                "{\"trajectory\": {\"question\": \"q\", \"answer\": \"a\"}, \"judge\": \"nobody\"}",
                "{\"trajectory\": {\"question\": \"q\", \"answer\": \"a\"}, \"strict\": true}"
            })
    void whoPlaysTheServiceRefusesWhatItRefuses(String body) throws Exception {
        JudgeRules.Refused expected = JudgeRules.refusal(JsonMapper.shared().readTree(body), Set.of(JUDGE));

        HttpResponse<String> answer = post(body);

        JsonNode problem = JsonMapper.shared().readTree(answer.body());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected == null ? 200 : expected.status());
        assertThat(problem.path("type").asString("")).isEqualTo(expected == null ? "" : Refusal.TYPE + expected.slug());
    }

    private static Verdict asked(Trajectory trajectory, String key, @Nullable String judge) {
        Remote service = new Remote(url, ApiKey.bearer(key), Connections.of(4, LIMIT), LIMIT, DataSize.ofMegabytes(1));
        return new JudgeClient(service, true).judge(trajectory, judge).block(LIMIT);
    }

    @Test
    void aJudgementSaysWhatItIsWorthAndWhereItIsKept() {
        assertThat(asked(SOUND, KEY, null)).isInstanceOfSatisfying(Verdict.Scored.class, scored -> {
            assertThat(scored.score()).isEqualTo(0.5);
            assertThat(scored.critique()).isEqualTo("b");
            assertThat(scored.judgement().judge()).isEqualTo(JUDGE);
            assertThat(scored.judgement().version()).isNotEmpty();
            assertThat(scored.judgement().trajectoryId()).isNotNull();
        });
    }

    @Test
    void aRefusalOfOneTrajectoryIsItsOwnFailure() {
        for (var each : List.of(Map.entry(SILENT, Outcome.REFUSED), Map.entry(LONG, Outcome.TRUNCATED))) {
            assertThat(asked(each.getKey(), KEY, JUDGE)).isInstanceOfSatisfying(Verdict.Unjudged.class, unjudged -> {
                assertThat(unjudged.outcome()).isEqualTo(each.getValue());
                assertThat(unjudged.reason()).isNotBlank();
            });
        }
    }

    @Test
    void aRefusalOfWhoeverAsksIsNoJudgementOfTheTrajectory() {
        assertThatThrownBy(() -> asked(SOUND, "wrong", null))
                .isInstanceOfSatisfying(
                        JudgeException.class, wrong -> assertThat(wrong.kind()).isEqualTo(Kind.TURNED_AWAY))
                .hasMessageContaining("401");
        assertThatThrownBy(() -> asked(SOUND, KEY, "nobody"))
                .isInstanceOfSatisfying(
                        JudgeException.class, wrong -> assertThat(wrong.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageContaining("nobody");
    }
}
