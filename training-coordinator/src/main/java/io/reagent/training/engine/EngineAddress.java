package io.reagent.training.engine;

import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

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
    private static final int LARGEST_ANSWER = 256 << 20;

    /** The URL without a slash at its end. */
    String root() {
        return url.toString().replaceAll("/+$", "");
    }

    WebClient client() {
        ConnectionProvider pool = ConnectionProvider.builder("policy-" + url.getAuthority())
                .maxConnections(connections)
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(silence.multipliedBy(10))
                // a server that restarts leaves dead connections behind
                .maxIdleTime(Duration.ofSeconds(20))
                .build();
        HttpClient http = HttpClient.create(pool)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5_000)
                .responseTimeout(silence)
                .compress(true);
        WebClient.Builder builder = WebClient.builder()
                .baseUrl(root() + "/api/v1")
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
                .clientConnector(new ReactorClientHttpConnector(http));
        if (apiKey != null && !apiKey.isBlank()) {
            builder.defaultHeader("X-API-Key", apiKey.strip());
        }
        return builder.build();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return url.toString();
    }
}
