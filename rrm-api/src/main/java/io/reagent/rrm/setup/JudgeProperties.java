package io.reagent.rrm.setup;

import io.reagent.lm.decoder.WeightFormat;
import io.reagent.lm.generate.Engine;
import io.reagent.rrm.judges.JudgeDefaults;
import io.reagent.rrm.judges.openai.OpenAiServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One judge.
 *
 * @param enabled false takes it out, the shipped one too
 * @param kind where its model runs
 * @param template the prompt template's file; unset it is {@code judge.txt} in a local checkpoint's directory, else the
 *     one that ships with the platform
 * @param temperature, topP, maxTokens, timeout what a caller gets who asks for nothing else
 * @param attempts how often it is asked when what it writes cannot be read, never twice alike
 * @param directory of the checkpoint (local)
 * @param queueCapacity requests that may wait for the model, and long ones that may wait to be rendered and
 *     tokenised, before more are refused
 * @param device where it is computed: {@code cpu}, {@code gpu} or {@code gpu:N} (local)
 * @param weights the numbers its matrices are read in: {@code full}, {@code float16} or {@code int8} (local)
 * @param batch judgements written together at most (local)
 * @param cachedTokens positions of the key/value cache, over all of them; 0 for as many as suit the machine (local)
 * @param drafts tokens of a judgement guessed ahead and computed together at most; 0 for none (local)
 * @param baseUrl such as {@code http://localhost:8000/v1} (openai)
 * @param model the served model's name (openai)
 * @param apiKey sent as a bearer token (openai)
 * @param concurrency requests sent at the same time (openai)
 * @param retries of a request that failed before anything was written (openai)
 * @param retryDelay before the first retry; it doubles, with jitter (openai)
 * @param connectTimeout (openai)
 * @param breakerPause how long a server that keeps failing is left alone (openai)
 */
public record JudgeProperties(
        @DefaultValue("true") boolean enabled,
        Kind kind,
        @Nullable Path template,
        @DefaultValue("0") double temperature,
        @DefaultValue("1") double topP,
        @DefaultValue("1024") int maxTokens,
        @DefaultValue("60s") Duration timeout,
        @DefaultValue("2") int attempts,
        @DefaultValue("256") int queueCapacity,
        @Nullable Path directory,
        @DefaultValue("cpu") String device,
        @DefaultValue("full") WeightFormat weights,
        @DefaultValue("32") int batch,
        @DefaultValue("0") long cachedTokens,
        @DefaultValue("4") int drafts,
        @Nullable URI baseUrl,
        @Nullable String model,
        @Nullable String apiKey,
        @DefaultValue("32") int concurrency,
        @DefaultValue("3") int retries,
        @DefaultValue("500ms") Duration retryDelay,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10s") Duration breakerPause) {

    /** The timeout of each request ends it sooner; it may be up to this long. */
    private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

    /** Where a judge's model runs. */
    public enum Kind {
        LOCAL,
        OPENAI
    }

    public JudgeProperties {
        require(
                kind != null,
                enabled ? "kind is missing: local or openai" : "name is unknown: there is none to take out");
        require(kind != Kind.LOCAL || directory != null, "directory is missing: where the checkpoint lies");
        require(kind != Kind.OPENAI || baseUrl != null, "base-url is missing, such as http://localhost:8000/v1");
        require(kind != Kind.OPENAI || model != null && !model.isBlank(), "model is missing: the served model's name");
        require(temperature >= 0 && temperature <= 2, "temperature must be from 0 to 2");
        require(topP > 0 && topP <= 1, "top-p must be above 0 and at most 1");
        require(maxTokens >= 1, "max-tokens must be at least 1");
        require(timeout.isPositive(), "timeout must be positive");
        require(attempts >= 1 && attempts <= 10, "attempts must be from 1 to 10");
        require(queueCapacity >= 1, "queue-capacity must be at least 1");
        require(batch >= 1, "batch must be at least 1");
        require(cachedTokens >= 0, "cached-tokens must be at least 1, or 0 for as many as suit the machine");
        require(
                drafts >= 0 && drafts <= Engine.Limits.MOST_DRAFTS,
                "drafts must be from 0 to " + Engine.Limits.MOST_DRAFTS);
        require(concurrency >= 1, "concurrency must be at least 1");
        require(retries >= 0 && retries <= 20, "retries must be from 0 to 20");
    }

    /** A local judge with every other setting at its default. */
    static JudgeProperties local(Path directory) {
        return new JudgeProperties(
                true,
                Kind.LOCAL,
                null,
                0,
                1,
                1024,
                Duration.ofSeconds(60),
                2,
                256,
                directory,
                "cpu",
                WeightFormat.FULL,
                32,
                0,
                4,
                null,
                null,
                null,
                32,
                3,
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10));
    }

    Engine.Limits limits() {
        return new Engine.Limits(batch, queueCapacity, cachedTokens).drafting(drafts);
    }

    JudgeDefaults defaults() {
        return new JudgeDefaults(temperature, topP, maxTokens, timeout);
    }

    OpenAiServer server() {
        return new OpenAiServer(
                Objects.requireNonNull(baseUrl),
                Objects.requireNonNull(model),
                apiKey,
                concurrency,
                queueCapacity,
                retries,
                retryDelay,
                connectTimeout,
                LONGEST_SILENCE,
                breakerPause);
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("a judge's " + problem);
        }
    }
}
