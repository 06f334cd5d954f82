package io.reagent.training.judging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.ChannelOption;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.judgement.Refusal;
import io.reagent.core.trajectory.StorableText;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryWriter;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.retry.Retry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks {@code POST /v1/judgements}. A judgement that failed, or was refused for this one trajectory, is a verdict without a
 * score; a judge that does not answer is a {@link JudgeAwayException} after some retries, and one that answers with what is
 * no judgement a {@link JudgeGarbledException}. Connections are the limit of judgements at the same time; more wait.
 */
public final class JudgeClient {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int RETRIES = 4;
    private static final int LONGEST = 300;

    private final WebClient http;
    private final URI url;
    private final boolean quoted;

    /**
     * @param silence the longest wait for a judgement
     * @param quoted whether errors repeat what the service says; of one that a caller named by its URL they do not
     */
    public JudgeClient(URI url, @Nullable String apiKey, int concurrency, Duration silence, boolean quoted) {
        this.url = url;
        this.quoted = quoted;
        ConnectionProvider pool = ConnectionProvider.builder("judge-" + url.getAuthority())
                .maxConnections(concurrency)
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(silence.multipliedBy(10))
                .maxIdleTime(Duration.ofSeconds(20))
                .build();
        HttpClient client = HttpClient.create(pool)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5_000)
                .responseTimeout(silence);
        WebClient.Builder builder = WebClient.builder()
                .baseUrl(url.toString().replaceAll("/+$", ""))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 << 20))
                .clientConnector(new ReactorClientHttpConnector(client));
        if (apiKey != null && !apiKey.isBlank()) {
            builder.defaultHeaders(headers -> headers.setBearerAuth(apiKey.strip()));
        }
        this.http = builder.build();
    }

    /** @param judge by its name there, or null for the service's default */
    public Mono<Verdict> judge(Trajectory trajectory, @Nullable String judge) {
        ObjectNode body = JSON.createObjectNode();
        body.set("trajectory", TrajectoryWriter.toJson(trajectory));
        if (judge != null) {
            body.put("judge", judge);
        }
        return Mono.defer(() -> http.post()
                        .uri("/v1/judgements")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body.toString().getBytes(UTF_8))
                        .exchangeToMono(response -> read(response, judge)))
                .onErrorMap(error -> !isOurs(error), this::away)
                .retryWhen(Retry.backoff(RETRIES, Duration.ofMillis(200))
                        .maxBackoff(Duration.ofSeconds(5))
                        .filter(JudgeAwayException.class::isInstance)
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
    }

    /**
     * A judgement as the judge's service stored it.
     *
     * @param id as {@link Verdict#judgementId} gives it
     */
    public Mono<JsonNode> find(UUID id) {
        return http.get()
                .uri("/v1/judgements/{id}", id)
                .exchangeToMono(this::stored)
                .onErrorMap(error -> !isOurs(error), this::away);
    }

    /**
     * The judges of a service.
     *
     * @param standard who judges when nobody is named, or null when somebody must be
     */
    public record Judges(List<OfferedJudge> all, @Nullable String standard) {
        public Judges {
            all = List.copyOf(all);
        }

        /** Of those that can be used and those that cannot. */
        public List<String> names() {
            return all.stream().map(OfferedJudge::name).toList();
        }

        /** The judge of the name, or null when there is none. */
        public @Nullable OfferedJudge named(String name) {
            return all.stream()
                    .filter(judge -> judge.name().equals(name))
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * A judge as its service lists it.
     *
     * @param problem why it cannot be used, or null where it can
     */
    public record OfferedJudge(String name, @Nullable String problem) {}

    /** Who judges there. */
    public Mono<Judges> judges() {
        return http.get()
                .uri("/v1/judges")
                .exchangeToMono(this::stored)
                .map(answer -> new Judges(
                        answer.path("judges").valueStream().map(this::offered).toList(),
                        answer.path("default").stringValue(null)))
                .onErrorMap(error -> !isOurs(error), this::away);
    }

    private OfferedJudge offered(JsonNode judge) {
        String problem = judge.path("problem").stringValue(null);
        return new OfferedJudge(
                judge.path("name").asString(""),
                problem == null || quoted ? problem : "the service at " + url + " says that it is not available");
    }

    private Mono<JsonNode> stored(ClientResponse response) {
        int status = response.statusCode().value();
        return body(response).map(body -> {
            if (status < 300) {
                return understood(body, answer -> answer);
            }
            String said = said(status, body);
            throw Refusal.of(status, type(body)) instanceof Refusal.Passing
                    ? new JudgeAwayException(said, new IllegalStateException(said))
                    : new JudgeRefusedException(said, status == 401 || status == 403);
        });
    }

    private static boolean isOurs(Throwable error) {
        return error instanceof JudgeAwayException
                || error instanceof JudgeRefusedException
                || error instanceof JudgeGarbledException;
    }

    private JudgeAwayException away(Throwable error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        // what is no HTTP or no TLS is quoted in the error of whoever tries to read it
        String why = quoted || cause instanceof IOException && !(cause instanceof SSLException)
                ? ": "
                        + Objects.requireNonNullElse(
                                cause.getMessage(), cause.getClass().getSimpleName())
                : "";
        return new JudgeAwayException("the judge at " + url + " does not answer" + why, error);
    }

    private <T> T understood(String body, Function<JsonNode, T> reading) {
        try {
            return reading.apply(JSON.readTree(body));
        } catch (JacksonException | IllegalArgumentException garbled) {
            // their messages repeat what was sent
            throw new JudgeGarbledException(
                    "the judge at " + url + " answered with something that is not rrm-api's JSON", garbled);
        }
    }

    private Mono<Verdict> read(ClientResponse response, @Nullable String judge) {
        int status = response.statusCode().value();
        return body(response).map(body -> {
            if (status < 300) {
                return understood(body, JudgeClient::verdict);
            }
            String said = said(status, body);
            return switch (Refusal.of(status, type(body))) {
                case Refusal.Unjudged unjudged ->
                    new Verdict(null, judge == null ? "" : judge, unjudged.outcome(), null, null, null, said, 0);
                case Refusal.Passing passing -> throw new JudgeAwayException(said, new IllegalStateException(said));
                case Refusal.Misdirected misdirected -> throw new JudgeRefusedException(said);
            };
        });
    }

    private static Mono<String> body(ClientResponse response) {
        return response.bodyToMono(byte[].class).defaultIfEmpty(new byte[0]).map(bytes -> new String(bytes, UTF_8));
    }

    private String said(int status, String body) {
        return "the judge at " + url + " answered " + status + (quoted ? ": " + detail(body) : "");
    }

    private static @Nullable String type(String body) {
        try {
            return JSON.readTree(body).path("type").asString(null);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static Verdict verdict(JsonNode body) {
        JsonNode score = body.path("score");
        boolean cached = body.path("cached").asBoolean(false);
        return new Verdict(
                UUID.fromString(body.path("id").asString()),
                body.path("judge").path("name").asString("") + "@"
                        + body.path("judge").path("version").asString(""),
                Outcome.valueOf(body.path("outcome").asString()),
                score.isNumber() ? (Double) score.doubleValue() : null,
                body.path("critique").isString()
                        ? StorableText.of(body.path("critique").stringValue())
                        : null,
                Completion.of(body.path("diagnostics")),
                null,
                cached ? 0 : body.path("usage").path("output_tokens").asInt(0));
    }

    private static String detail(String body) {
        String text = body;
        try {
            text = JSON.readTree(body).path("detail").asString(body);
        } catch (JacksonException notJson) {
            // it stays as it is
        }
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : StorableText.head(line, LONGEST) + "…";
    }
}
