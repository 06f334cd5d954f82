package io.reagent.training.evaluation;

import io.reagent.clients.ApiKey;
import io.reagent.clients.Connections;
import io.reagent.clients.Remote;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The eval-service that evaluations are asked of.
 *
 * @param baseUrl such as {@code http://localhost:8084}; without it there are no evaluations but the coordinator's own
 * @param apiKey sent to that service, and to no other, as a bearer token
 * @param connections at the same time; every page of the console that follows an evaluation holds one
 * @param silence the longest wait for the next bytes of an answer
 * @param largestBody that the console may send
 */
@ConfigurationProperties("reagent.training.evaluation")
public record EvaluationProperties(
        @Nullable URI baseUrl,
        @Nullable String apiKey,
        @DefaultValue("128") int connections,
        @DefaultValue("2m") Duration silence,
        @DefaultValue("64MB") DataSize largestBody) {
    private static final Duration QUEUEING = Duration.ofSeconds(10);

    public EvaluationProperties {
        if (baseUrl != null && baseUrl.toString().isBlank()) {
            baseUrl = null; // a variable that is set to nothing
        }
        if (baseUrl != null
                && (baseUrl.getHost() == null
                        || !String.valueOf(baseUrl.getScheme()).matches("https?"))) {
            throw new IllegalArgumentException(
                    "reagent.training.evaluation.base-url is no http or https URL, such as http://localhost:8084");
        }
        if (connections < 1 || !silence.isPositive() || largestBody.toBytes() < 1) {
            throw new IllegalArgumentException("reagent.training.evaluation: connections and largest-body must be at"
                    + " least 1, and silence longer than nothing");
        }
    }

    /**
     * How it is spoken to; null where none is configured.
     *
     * @param largestAnswer of what is read whole
     */
    public @Nullable Remote remote(DataSize largestAnswer) {
        return baseUrl == null
                ? null
                : new Remote(
                        baseUrl, ApiKey.bearer(apiKey), Connections.of(connections, QUEUEING), silence, largestAnswer);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return baseUrl == null ? "no evaluations" : "evaluations at " + baseUrl;
    }
}
