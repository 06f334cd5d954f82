package io.reagent.kit.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What comes over a raw socket, where a client's library would send something better. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "reagent.database.url=r2dbc:postgresql://nobody@localhost:1/nowhere",
            "reagent.database.migrate=false",
            "reagent.server.idle=1s",
            "reagent.server.body=1s",
        })
class EdgeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @LocalServerPort
    private int port;

    @Test
    void halfABodyIsAnsweredAndTheConnectionClosed() throws IOException {
        assertThat(answer("POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 100\r\n\r\n{\"a\":"))
                .startsWith("HTTP/1.1 408")
                .contains("body-unfinished");
    }

    @Test
    void halfAHeadIsClosed() throws IOException {
        assertThat(answer("POST /length HTTP/1.1\r\nHost: loc")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain\r\n",
                "Content-Type: application/x-www-form-urlencoded\r\n",
                "Content-Type: multipart/form-data; boundary=x\r\n",
                "Content-Type: nonsense\r\n",
                ""
            })
    void aBodyThatDoesNotSayItIsJsonIsNotRead(String type) throws IOException {
        assertThat(answer("POST /length HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + type
                        + "Content-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 415")
                .contains("\"field\":\"Content-Type\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "application/x-ndjson"})
    void jsonIsRead(String type) throws IOException {
        assertThat(answer("POST /length HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + type
                        + "\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 200")
                .endsWith("2");
    }

    @Test
    void aForeignPageCannotSendEvenNothing() throws IOException {
        assertThat(answer("POST /nothing HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nConnection: close\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains("foreign-page");
        assertThat(answer("POST /nothing HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health/a/b", "/actuator/health/../v1/judgements", "/actuator/health/"})
    void nothingBelowHealthFails(String path) throws IOException {
        assertThat(answer("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
    }

    /** Everything until the server closes the connection, which it must. */
    private String answer(String request) throws IOException {
        Instant asked = Instant.now();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(UTF_8));
            String received = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(PATIENCE);
            return received;
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Routes.class)
    static class Service {}

    @RestController
    static class Routes {
        @PostMapping("/length")
        Mono<String> length(@RequestBody byte[] body) {
            return Mono.just(String.valueOf(body.length));
        }

        @PostMapping("/nothing")
        Mono<String> nothing() {
            return Mono.just("done");
        }
    }
}
