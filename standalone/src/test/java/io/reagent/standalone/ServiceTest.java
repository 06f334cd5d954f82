package io.reagent.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceTest {
    private final AtomicInteger probes = new AtomicInteger();
    private HttpServer server;
    private int readyAfter;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/actuator/health/readiness", exchange -> {
            boolean ready = probes.incrementAndGet() > readyAfter;
            byte[] body =
                    "{\"status\": \"%s\"}".formatted(ready ? "UP" : "DOWN").getBytes();
            exchange.sendResponseHeaders(ready ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void readinessIsAwaitedNotOnlyAnOpenPort() throws Exception {
        readyAfter = 3;

        service().awaitReady(Duration.ofSeconds(20));

        assertThat(probes).hasValue(4);
    }

    @Test
    void whatIsNeverReadyIsSaidWithItsLastAnswer() {
        readyAfter = Integer.MAX_VALUE;

        assertThatThrownBy(() -> service().awaitReady(Duration.ofSeconds(1)))
                .hasMessageContaining(
                        "the judge at http://localhost:" + server.getAddress().getPort())
                .hasMessageContaining("DOWN");
    }

    private Service service() {
        return new Service(
                "judge", Object.class, "localhost", server.getAddress().getPort());
    }
}
