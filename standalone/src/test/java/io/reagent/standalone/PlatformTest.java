package io.reagent.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.reagent.kit.testing.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.PortInUseException;

/** The whole platform on a real Postgres, with a scripted model in place of the judge's. */
class PlatformTest {
    private static final String ANSWER = """
            data: {"choices": [{"index": 0, "delta": {"content": "<think>a</think><critique>b</critique><score>0.5</score>"}}]}

            data: {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}

            data: [DONE]

            """;

    @TempDir
    private Path directory;

    private HttpServer model;

    @BeforeEach
    void startModel() throws IOException {
        model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        model.createContext("/", exchange -> {
            byte[] body = (exchange.getRequestMethod().equals("POST") ? ANSWER : "{\"data\": []}").getBytes(UTF_8);
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            exchange.getRequestMethod().equals("POST") ? "text/event-stream" : "application/json");
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        model.start();
    }

    @AfterEach
    void stopModel() {
        model.stop(0);
    }

    @Test
    void whatWasJudgedIsThereAfterARestart() throws Exception {
        int port = ServiceProcess.freePort();
        String first;
        try (Platform platform = new Platform()) {
            platform.start(options(port));
            assertThat(Files.readString(directory.resolve("ready")))
                    .startsWith("Ready in ")
                    .contains(
                            "judge http://localhost:" + port,
                            "policy http://",
                            "training http://",
                            "Postgres postgresql://",
                            "./reagent down");
            first = judge(port);
            assertThat(first).contains("\"cached\":false");
        }

        try (Platform platform = new Platform()) {
            platform.start(options(port));
            assertThat(judge(port)).contains("\"cached\":true").contains(id(first));
        }
    }

    @Test
    void aTakenPortStopsTheStartAndLeavesNothingRunning() throws Exception {
        try (ServerSocket other = new ServerSocket(0)) {
            try (Platform platform = new Platform()) {
                assertThatThrownBy(() -> platform.start(options(other.getLocalPort())))
                        .satisfies(e -> assertThat(causes(e)).hasAtLeastOneElementOfType(PortInUseException.class));
            }
        }
        assertThat(directory.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void modelsThatCannotBeLoadedAreNamedAndEverythingElseStarts() throws Exception {
        int port = ServiceProcess.freePort();
        Path foreign = Files.createDirectory(directory.resolve("foreign"));
        Files.writeString(foreign.resolve("config.json"), "{\"model_type\": \"mistral\"}");
        List<String> options = new ArrayList<>(List.of(options(port)));
        options.add("--reagent.policy.base-models.other.directory=" + foreign);
        options.add("--reagent.judges.local.kind=local");
        options.add("--reagent.judges.local.directory=" + foreign);
        options.add("--reagent.default-judge=local");
        try (Platform platform = new Platform()) {
            platform.start(options.toArray(String[]::new));
            assertThat(Files.readString(directory.resolve("ready")))
                    .startsWith("Ready in ")
                    .contains("other, a base model, is not available: " + foreign)
                    .contains("local, a judge, is not available: " + foreign)
                    .contains("model_type 'mistral'");
            assertThat(judge(port, "\"judge\": \"scripted\", ")).contains("\"outcome\":\"SCORED\"");
        }
    }

    private String[] options(int port) {
        return new String[] {
            "--reagent.standalone.judge-port=" + port,
            "--reagent.standalone.policy-port=" + ServiceProcess.freePort(),
            "--reagent.standalone.training-port=" + ServiceProcess.freePort(),
            "--reagent.policy.base-models.small.directory=../models/rrm-tiny",
            "--reagent.policy.checkpoints=" + directory.resolve("checkpoints"),
            "--reagent.standalone.ready-file=" + directory.resolve("ready"),
            "--reagent.database.embedded.directory=" + directory.resolve("postgres"),
            "--reagent.judges.scripted.kind=openai",
            "--reagent.judges.scripted.model=scripted",
            "--reagent.judges.scripted.base-url=http://localhost:"
                    + model.getAddress().getPort() + "/v1",
        };
    }

    private static String judge(int port) throws IOException, InterruptedException {
        return judge(port, "");
    }

    private static String judge(int port, String more) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/judgements"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{" + more
                        + "\"trajectory\": {\"question\": \"What is 6 times 7?\", \"steps\": [], \"answer\": \"42\"}}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        }
    }

    private static String id(String judgement) {
        return judgement.substring(judgement.indexOf("\"id\":"), judgement.indexOf(','));
    }

    private static List<Throwable> causes(Throwable error) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
