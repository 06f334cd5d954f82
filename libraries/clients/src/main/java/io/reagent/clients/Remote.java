package io.reagent.clients;

import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Another server, and how it is spoken to.
 *
 * @param url what the paths of requests are appended to
 * @param key sent with every request, or null
 * @param silence the longest wait for the next bytes of an answer
 * @param largestAnswer of what is read whole; a longer one is an error
 * @param compressed whether answers are asked for in a compressed form: worth it where they are large
 */
public record Remote(
        URI url,
        @Nullable ApiKey key,
        Connections connections,
        Duration silence,
        DataSize largestAnswer,
        boolean compressed) {
    /** A server that restarts leaves dead connections behind; one that is not used for so long is not used again. */
    private static final Duration IDLE = Duration.ofSeconds(20);

    public Remote(URI url, @Nullable ApiKey key, Connections connections, Duration silence, DataSize largestAnswer) {
        this(url, key, connections, silence, largestAnswer, false);
    }

    /** A client with connections of its own: make one for each server, and keep it. */
    public WebClient client() {
        ConnectionProvider pool = ConnectionProvider.builder("remote-" + url.getAuthority())
                .maxConnections(connections.most())
                .pendingAcquireMaxCount(connections.waiting())
                .pendingAcquireTimeout(connections.queueing())
                .maxIdleTime(IDLE)
                .build();
        HttpClient http = HttpClient.create(pool)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        connections.connecting().toMillis())
                .responseTimeout(silence)
                .compress(compressed);
        WebClient.Builder builder = WebClient.builder()
                .baseUrl(url.toString().replaceAll("/+$", ""))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(Math.toIntExact(largestAnswer.toBytes())))
                .clientConnector(new ReactorClientHttpConnector(http));
        if (key != null) {
            builder.defaultHeader(key.header(), key.value());
        }
        return builder.build();
    }
}
