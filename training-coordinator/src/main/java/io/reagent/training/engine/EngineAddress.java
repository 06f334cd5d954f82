package io.reagent.training.engine;

import io.reagent.clients.ApiKey;
import io.reagent.clients.Connections;
import io.reagent.clients.Remote;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * How to reach one policy server.
 *
 * @param url without {@code /api/v1}
 * @param apiKey sent as {@code X-API-Key}
 * @param connections at the same time; every result that is waited for holds one
 * @param silence the longest wait for an answer; a server holds a result that is not ready for some minutes
 * @param patience with what it has accepted
 * @param quoted whether errors repeat what the server says; of a server that a caller named by its URL they do not
 */
public record EngineAddress(
        URI url, @Nullable String apiKey, int connections, Duration silence, Patience patience, boolean quoted) {
    private static final DataSize LARGEST_ANSWER = DataSize.ofMegabytes(256);
    /** Silences that a request may wait for a connection. */
    private static final int QUEUE = 10;

    /** The URL without a slash at its end. */
    String root() {
        return url.toString().replaceAll("/+$", "");
    }

    WebClient client() {
        return new Remote(
                        URI.create(root() + "/api/v1"),
                        ApiKey.in("X-API-Key", apiKey),
                        Connections.of(connections, silence.multipliedBy(QUEUE)),
                        silence,
                        LARGEST_ANSWER,
                        true)
                .client();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return url.toString();
    }
}
