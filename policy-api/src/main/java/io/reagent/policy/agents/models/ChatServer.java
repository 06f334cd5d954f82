package io.reagent.policy.agents.models;

import io.netty.channel.ChannelOption;
import io.reagent.core.tools.Failures;
import io.reagent.core.tools.ResultText;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.retry.Retry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An OpenAI-compatible chat server: asked, and asked again while it is too busy or cannot be reached. */
final class ChatServer {
    private static final int MOST_BYTES = 32 << 20;
    private static final int MOST_ERROR_CHARACTERS = 300;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final String name;
    private final ChatServerProperties settings;
    private final WebClient client;

    ChatServer(String name, ChatServerProperties settings) {
        this.name = name;
        this.settings = settings;
        ConnectionProvider connections = ConnectionProvider.builder("agent-model-" + name)
                .maxConnections(settings.concurrency())
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(Duration.ofHours(1))
                .build();
        HttpClient http = HttpClient.create(connections).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                settings.connectTimeout().toMillis());
        WebClient.Builder builder = WebClient.builder()
                .baseUrl(settings.baseUrl().toString().replaceAll("/+$", ""))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MOST_BYTES))
                .clientConnector(new ReactorClientHttpConnector(http));
        String key = settings.apiKey();
        if (key != null && !key.isBlank()) {
            builder.defaultHeaders(headers -> headers.setBearerAuth(key.strip()));
        }
        this.client = builder.build();
    }

    ChatServerProperties settings() {
        return settings;
    }

    /** What a run says computed it. */
    String weights() {
        return settings.toString();
    }

    /** Fails with {@link ChatServerException}. */
    Mono<JsonNode> complete(JsonNode request) {
        return client.post()
                .uri("/chat/completions")
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_JSON)
                .bodyValue(request.toString())
                .exchangeToMono(this::read)
                .onErrorMap(WebClientRequestException.class, this::unreachable)
                .retryWhen(Retry.backoff(settings.retries(), settings.retryDelay())
                        .maxBackoff(LONGEST_WAIT)
                        .filter(error -> error instanceof ChatServerException told && told.passing())
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
    }

    private ChatServerException unreachable(WebClientRequestException error) {
        return new ChatServerException(name + " cannot be reached: " + Failures.why(error), true);
    }

    private Mono<JsonNode> read(ClientResponse response) {
        int status = response.statusCode().value();
        return response.bodyToMono(String.class).defaultIfEmpty("").flatMap(body -> {
            if (status / 100 != 2) {
                return Mono.error(new ChatServerException(name + " answered " + status + said(body), passing(status)));
            }
            try {
                // some servers begin with a byte order mark
                return Mono.just(JsonMapper.shared().readTree(body.startsWith("\uFEFF") ? body.substring(1) : body));
            } catch (JacksonException malformed) {
                String type = response.headers().asHttpHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
                return Mono.error(
                        new ChatServerException(name + " did not answer with JSON (Content-Type " + type + ")", false));
            }
        });
    }

    private static boolean passing(int status) {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    private static String said(String body) {
        String line = body.strip().replaceAll("\\s+", " ");
        return line.isEmpty() ? "" : ": " + ResultText.fit(line, MOST_ERROR_CHARACTERS);
    }
}
