package io.reagent.standalone.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import org.jspecify.annotations.Nullable;

/**
 * What a service answers when it is asked whether it is ready.
 *
 * @param status of the answer; null where it does not answer
 */
record Readiness(String name, String url, @Nullable Integer status) {
    private static final int PATIENCE_MS = 10_000;

    /** Asks as localhost, which a service lets in whatever address it listens on; and without an HTTP client's start. */
    static Readiness ask(ReadyFile.Address service) {
        try (Socket socket = new Socket()) {
            URI address = URI.create(service.url());
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PATIENCE_MS);
            socket.getOutputStream()
                    .write("GET /actuator/health/readiness HTTP/1.0\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            Scanner answer = new Scanner(socket.getInputStream(), StandardCharsets.US_ASCII);
            answer.next();
            return new Readiness(service.name(), service.url(), answer.nextInt());
        } catch (IOException | RuntimeException noAnswer) {
            return new Readiness(service.name(), service.url(), null);
        }
    }

    boolean ready() {
        return status != null && status == 200;
    }

    /** What is wrong with it, where something is. */
    String sentence() {
        return name + " at " + url + (status == null ? " does not answer" : " answers " + status);
    }
}
