package io.reagent.training.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.core.trajectory.Trajectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a judge that a caller named by its URL, not a word is passed on. */
class JudgeClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final ServerSocket server = listen();
    private volatile String answer = "";

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

    private JudgeClient judge(String says) {
        answer = says;
        Thread.ofVirtual().start(() -> {
            while (true) {
                try (Socket asked = server.accept()) {
                    asked.getInputStream().read(new byte[1 << 16]);
                    asked.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        URI url = URI.create("http://localhost:" + server.getLocalPort());
        return new JudgeClient(url, null, 4, Duration.ofSeconds(5), false);
    }

    private static String http(String body) {
        return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret:x:0:0",
                "{\"id\": \"secret\"}",
                "{\"id\": \"01a212e8-67d8-7000-a386-d114f7c1924a\", \"outcome\": \"secret\"}"
            })
    void whatIsNoJudgementIsNotQuotedAndTriedAgainOnlySomeTimes(String body) {
        JudgeClient judge = judge(http(body));
        Trajectory trajectory = new Trajectory("q", List.of(), "a");

        assertThatThrownBy(() -> judge.judge(trajectory, null).block(PATIENCE))
                .isInstanceOf(JudgeGarbledException.class)
                .hasMessageContaining("not rrm-api's JSON")
                .hasMessageNotContaining("secret");
    }

    @Test
    void whatIsNoJsonIsNotQuotedWhereAJudgementIsLookedUp() {
        JudgeClient judge = judge(http("secret"));

        assertThatThrownBy(() -> judge.find(UUID.randomUUID()).block(PATIENCE))
                .isInstanceOf(JudgeGarbledException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void whatIsNoHttpIsNotQuotedEither() {
        JudgeClient judge = judge("SECRET-2.0 banner\r\n\r\n");

        assertThatThrownBy(() -> judge.judges().block(PATIENCE))
                .isInstanceOf(JudgeAwayException.class)
                .satisfies(error -> assertThat(error.getMessage()).doesNotContainIgnoringCase("secret"));
    }
}
