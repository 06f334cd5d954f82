package io.reagent.clients.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.reagent.clients.Connections;
import io.reagent.clients.Remote;
import io.reagent.clients.agents.AgentRunOrder.Limits;
import io.reagent.clients.agents.AgentRunOrder.Sampling;
import io.reagent.clients.agents.AgentRunOrder.Strategy;
import io.reagent.clients.agents.AgentRunOrder.Task;
import io.reagent.clients.agents.AgentRunOrder.Tools;
import io.reagent.clients.agents.AgentRunsClient.Patience;
import io.reagent.clients.agents.AgentServiceException.Kind;
import io.reagent.core.agent.StopReason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What answers at the address of a service of agents, and is none or a broken one. */
class HostileServiceTest {
    private static final UUID ID = UUID.fromString("01a212e8-67d8-7000-a386-d114f7c1924a");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String HANG = "hang";
    private static final String INITIAL = "{\"initial\": {\"question\": \"q\", \"steps\": [], \"answer\": \"Seven.\"}}";
    private static final String TRAJECTORIES = json(INITIAL);

    private final ServerSocket server = listen();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Answers one connection after the other, the last answer for ever. */
    private void answers(String... answers) {
        Thread.ofVirtual().start(() -> {
            for (int i = 0; true; i++) {
                try {
                    Socket socket = server.accept();
                    String answer = answers[Math.min(i, answers.length - 1)];
                    Thread.ofVirtual().start(() -> answer(socket, answer));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void answer(Socket socket, String answer) {
        try (socket) {
            InputStream in = socket.getInputStream();
            asked.add(new String(in.readNBytes(1)) + new String(in.readNBytes(in.available())));
            if (answer.equals(HANG)) {
                Thread.sleep(LONG);
            }
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException gone) {
            // the client went
        }
    }

    private static String http(String status, String type, String body) {
        return "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static String json(String body) {
        return http("200 OK", "application/json", body);
    }

    private static String events(String events) {
        return http("200 OK", "text/event-stream", events);
    }

    private static String end(String status, String stop, String rest) {
        return events("event:run\ndata:{\"id\": \"" + ID + "\", \"status\": \"" + status + "\", \"stop\": " + stop
                + ", \"weights\": \"w\", \"trajectory_id\": \"" + ID + "\", \"turns\": [{\"said\": \"Seven.\"}],"
                + " \"usage\": {\"turns\": 1, \"calls\": 0, \"prompt_tokens\": 10, \"completion_tokens\": 5},"
                + " \"elapsed_ms\": 1200" + rest + "}\n\n");
    }

    private static final String DONE = end("DONE", "\"ANSWERED\"", "");

    private AgentRunsClient client() {
        return client(Duration.ofSeconds(3));
    }

    private AgentRunsClient client(Duration unheard) {
        Remote remote = new Remote(
                URI.create("http://localhost:" + server.getLocalPort()),
                null,
                Connections.of(4, Duration.ofSeconds(5)),
                Duration.ofMillis(500),
                DataSize.ofKilobytes(64));
        return new AgentRunsClient(remote, new Patience(unheard, unheard.plusSeconds(2)));
    }

    private AgentRunOutcome run() {
        return client().run(ORDER).block(LONG);
    }

    private static final AgentRunOrder ORDER = new AgentRunOrder(
            ID,
            "m",
            new Task.Question("q"),
            null,
            Tools.NONE,
            new Strategy.Plain(),
            Sampling.USUAL,
            new Limits(null, null, null, Duration.ofSeconds(1)));

    private AgentServiceException failure() {
        return assertThrows(AgentServiceException.class, this::run);
    }

    @Test
    void aRunIsReadWithItsTrajectory() {
        answers(DONE, TRAJECTORIES);

        assertThat(run()).isInstanceOfSatisfying(AgentRunOutcome.Ended.class, ended -> {
            assertThat(ended.answer()).isEqualTo("Seven.");
            assertThat(ended.first()).isSameAs(ended.last());
            assertThat(ended.last().stop()).isEqualTo(StopReason.ANSWERED);
            assertThat(ended.usage()).isEqualTo(new AgentUsage(1, 0, 10, 5));
            assertThat(ended.elapsed()).isEqualTo(Duration.ofMillis(1200));
        });
        assertThat(asked.get(1)).startsWith("GET /v1/agents/runs/" + ID + "/trajectories ");
    }

    @Test
    void halfAStreamAHangAndErrorsOfAServerAreSurvivedUnderTheSameId() {
        answers(
                http("500 X", "text/plain", "oh"),
                events("event:started\ndata:{}\n\nevent:turn\nda"),
                HANG,
                http("404 X", "text/html", "<html>no service yet</html>"),
                events("event:error\ndata:{\"detail\": \"lost\"}\n\n"),
                "",
                DONE,
                HANG,
                TRAJECTORIES);

        assertThat(client(Duration.ofSeconds(40)).run(ORDER).block(LONG)).isInstanceOf(AgentRunOutcome.Ended.class);
        assertThat(asked.subList(0, 7))
                .allSatisfy(request -> assertThat(request).startsWith("POST /v1/agents/runs?events=end "));
        assertThat(asked).hasSize(9);
    }

    @Test
    void trajectoriesThatCameAlongAreNotAskedFor() {
        answers(end("DONE", "\"ANSWERED\"", ", \"trajectories\": " + INITIAL));

        assertThat(run()).isInstanceOfSatisfying(AgentRunOutcome.Ended.class, ended -> assertThat(ended.answer())
                .isEqualTo("Seven."));
        assertThat(asked).hasSize(1);
    }

    @Test
    void aConnectionWhoseAnswerEndsSoonServesTheNextRun() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        String whole = end("DONE", "\"ANSWERED\"", ", \"trajectories\": " + INITIAL);
        String event = whole.substring(whole.indexOf("event:"));
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunk = Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> keepAnswering(socket, head + chunk));
                }
            } catch (IOException closed) {
                // the test is over
            }
        });
        AgentRunsClient client = client();
        for (int i = 0; i < 3; i++) {
            assertThat(client.run(ORDER).block(LONG)).isInstanceOf(AgentRunOutcome.Ended.class);
        }
        assertThat(connections).hasValue(1);
    }

    /** The last chunk comes some time behind the event. */
    private static void keepAnswering(Socket socket, String event) {
        try (socket) {
            InputStream in = socket.getInputStream();
            while (readRequest(in)) {
                socket.getOutputStream().write(event.getBytes(StandardCharsets.UTF_8));
                Thread.sleep(20);
                socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException | InterruptedException gone) {
            // the client went
        }
    }

    /** Reads a request to its end, in however many pieces it comes; false when there is none any more. */
    private static boolean readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        Matcher length = Pattern.compile("(?i)content-length: *(\\d+)").matcher(head);
        in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return true;
    }

    @Test
    void aServiceThatNeverAnswersIsGivenUp() {
        answers(HANG);

        assertThat(failure().kind()).isEqualTo(Kind.AWAY);
    }

    @Test
    void aRunThatIsOnlyEverStartedIsGivenUpAfterItsWallTimeAndSome() {
        answers(events("event:started\ndata:{}\n\n"));

        AgentServiceException failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.AWAY);
        assertThat(failure).hasMessageContaining("did not end within");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event:run\ndata:secret\n\n",
                "event:run\ndata:[]\n\n",
                "event:run\ndata:{\"id\": \"01a212e8-67d8-7000-a386-d114f7c1924b\", \"status\": \"FAILED\"}\n\n",
                "event:run\ndata:{\"id\": \"01a212e8-67d8-7000-a386-d114f7c1924a\", \"status\": \"RUNNING\"}\n\n",
                "event:run\ndata:{\"id\": \"01a212e8-67d8-7000-a386-d114f7c1924a\", \"status\": \"ODD\"}\n\n",
                "event:run\ndata:{\"id\": \"01a212e8-67d8-7000-a386-d114f7c1924a\", \"status\": \"DONE\"}\n\n"
            })
    void whatIsNoEndOfThisRunIsGarbled(String events) {
        answers(events(events));

        AgentServiceException failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.GARBLED);
        assertThat(failure).hasMessageNotContaining("secret");
    }

    @Test
    void whatIsNoTrajectoryIsGarbled() {
        answers(DONE, json("{\"initial\": {\"question\": 7}}"));
        assertThat(failure().kind()).isEqualTo(Kind.GARBLED);
    }

    @Test
    void anAnswerThatIsNotTheOneThatTheRunGaveIsGarbled() {
        answers(end("DONE", "\"NO_ANSWER\"", ""), TRAJECTORIES);
        assertThat(failure().kind()).isEqualTo(Kind.GARBLED);
    }

    @Test
    void aPageOfSomethingElseIsGarbled() {
        answers(http("200 OK", "text/html", "<html>Log in</html>"));
        assertThat(failure().kind()).isEqualTo(Kind.GARBLED);
    }

    @Test
    void anEventWithoutEndIsNotReadWhole() {
        answers(events("event:turn\n" + ("data:" + "x".repeat(1000) + "\n").repeat(200)));
        assertThat(failure().kind()).isEqualTo(Kind.GARBLED);
    }

    @Test
    void anEventInOneLineWithoutEndIsNotReadWhole() {
        answers(events("event:turn\ndata:" + "x".repeat(200_000)));
        assertThat(failure().kind()).isEqualTo(Kind.GARBLED);
    }

    @Test
    void aTrajectoryWithoutEndIsNotReadWhole() {
        answers(DONE, json("{\"initial\": {\"question\": \"" + "x".repeat(200_000) + "\"}}"));
        assertThat(failure().kind()).isEqualTo(Kind.GARBLED);
    }

    @ParameterizedTest
    @CsvSource({
        "400,REFUSED",
        "401,TURNED_AWAY",
        "403,TURNED_AWAY",
        "409,REFUSED",
        "422,REFUSED",
        "413,REFUSED",
        "429,BUSY",
        "302,REFUSED"
    })
    void refusalsAreTold(int status, Kind kind) {
        answers(
                "HTTP/1.1 " + status + " X\r\nRetry-After: 7\r\nConnection: close\r\nContent-Length: 96\r\n\r\n"
                        + "{\"type\": \"urn:reagent:problem:x\", \"detail\": \"d\", \"field\": \"f\", \"remedy\": \"Send another.\"       }");

        AgentServiceException failure = failure();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.field()).isEqualTo("f");
        assertThat(failure.remedy()).isEqualTo("Send another.");
        assertThat(failure.type()).isEqualTo("urn:reagent:problem:x");
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"FAILED,FAILED", "INTERRUPTED,INTERRUPTED", "CANCELLED,CANCELLED", "DONE,MODEL_FAILED"})
    void aRunThatSomethingElseEndedIsNoAttemptToGrade(String status, AgentRunOutcome.Cause cause) {
        answers(end(status, status.equals("DONE") ? "\"MODEL_FAILED\"" : "null", ", \"error\": \"the model is gone\""));

        assertThat(run()).isInstanceOfSatisfying(AgentRunOutcome.Failed.class, failed -> {
            assertThat(failed.cause()).isEqualTo(cause);
            assertThat(failed.reason()).isEqualTo("the model is gone");
            assertThat(failed.usage().promptTokens()).isEqualTo(10);
        });
    }

    @Test
    void cancellingARunThatThereIsNotIsNoError() {
        String problem = "{\"type\": \"urn:reagent:problem:no-such-run\"}";
        answers(http("404 X", "application/problem+json", problem));

        client().cancel(ID).block(LONG);
        assertThat(asked.getFirst()).startsWith("POST /v1/agents/runs/" + ID + "/cancel ");
    }
}
