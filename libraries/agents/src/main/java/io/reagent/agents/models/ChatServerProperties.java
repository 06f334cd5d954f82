package io.reagent.agents.models;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A model on an OpenAI-compatible chat server.
 *
 * @param baseUrl what {@code /chat/completions} is appended to, such as {@code http://gpu-host:8000/v1}
 * @param model its name there
 * @param tokenIds whether the server returns token ids when asked ({@code return_token_ids} of vLLM); without them a run
 *     cannot be trained on
 * @param concurrency requests at the same time; more wait
 * @param retries of a request that the server was too busy for, or that did not reach it
 * @param retryDelay before the first retry; it doubles
 * @param connectTimeout how long to wait for a connection
 * @param silence the longest wait for an answer: of a server that does not stream, for all of it
 */
public record ChatServerProperties(
        URI baseUrl,
        String model,
        @Nullable String apiKey,
        @DefaultValue("false") boolean tokenIds,
        @DefaultValue("32") int concurrency,
        @DefaultValue("5") int retries,
        @DefaultValue("500ms") Duration retryDelay,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("30m") Duration silence) {
    public ChatServerProperties {
        require(baseUrl != null && baseUrl.getHost() != null, "base-url must be an http or https URL");
        require(model != null && !model.isBlank(), "model is missing: its name on the server");
        require(concurrency >= 1, "concurrency must be at least 1");
        require(retries >= 0 && retries <= 20, "retries must be from 0 to 20");
        require(
                retryDelay.isPositive() && connectTimeout.isPositive() && silence.isPositive(),
                "durations must be positive");
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("an agent model's " + problem);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return model + " at " + baseUrl;
    }
}
