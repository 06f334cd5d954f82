package io.reagent.rrm.judges.openai;

import io.reagent.clients.ApiKey;
import io.reagent.clients.Backoff;
import io.reagent.clients.Connections;
import io.reagent.clients.Remote;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * How to talk to one server.
 *
 * @param concurrency connections, and so requests, at the same time; more wait, up to {@code queueCapacity}
 * @param silence the longest wait for the next bytes of an answer
 * @param breakerPause how long a server that keeps failing is left alone
 */
public record OpenAiServer(
        URI baseUrl,
        String model,
        @Nullable String apiKey,
        int concurrency,
        int queueCapacity,
        int retries,
        Duration retryDelay,
        Duration connectTimeout,
        Duration silence,
        Duration breakerPause) {
    private static final DataSize LARGEST_ANSWER = DataSize.ofMegabytes(4);

    Remote remote() {
        return new Remote(
                baseUrl,
                ApiKey.bearer(apiKey),
                new Connections(concurrency, queueCapacity, silence, connectTimeout),
                silence,
                LARGEST_ANSWER);
    }

    Backoff backoff() {
        return new Backoff(retries, retryDelay, Backoff.LONGEST);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return model + " at " + baseUrl;
    }
}
