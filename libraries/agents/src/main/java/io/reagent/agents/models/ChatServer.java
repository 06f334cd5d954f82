package io.reagent.agents.models;

import io.reagent.clients.ApiKey;
import io.reagent.clients.Backoff;
import io.reagent.clients.Connections;
import io.reagent.clients.Remote;
import io.reagent.clients.chat.ChatCompletions;
import io.reagent.clients.chat.ChatServerException;
import java.time.Duration;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A model's server: asked, and asked again while it is too busy or cannot be reached. */
final class ChatServer {
    private static final DataSize LARGEST_ANSWER = DataSize.ofMegabytes(32);
    /** Runs queue for connections; each ends by its own limit. */
    private static final Duration LONGEST_QUEUE = Duration.ofHours(1);

    private final ChatServerProperties settings;
    private final ChatCompletions completions;
    private final Backoff backoff;

    ChatServer(String name, ChatServerProperties settings) {
        this.settings = settings;
        this.completions = new ChatCompletions(
                name,
                new Remote(
                        settings.baseUrl(),
                        ApiKey.bearer(settings.apiKey()),
                        Connections.of(settings.concurrency(), LONGEST_QUEUE).connecting(settings.connectTimeout()),
                        settings.silence(),
                        LARGEST_ANSWER));
        this.backoff = new Backoff(settings.retries(), settings.retryDelay(), Backoff.LONGEST);
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
        return completions
                .whole(request)
                .retryWhen(backoff.when(
                        error -> error instanceof ChatServerException told && told.passing(),
                        error -> error instanceof ChatServerException told ? told.retryAfter() : null));
    }
}
