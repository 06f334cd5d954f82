package io.reagent.policy.agents.judging;

import io.netty.channel.ChannelOption;
import io.reagent.core.judgement.Refusal;
import io.reagent.core.trajectory.StorableText;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryWriter;
import io.reagent.kit.problem.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The judge's service over HTTP. It is asked again a few times while it is too busy or cannot be reached. */
public final class JudgeClient {
    private static final int MOST_BYTES = 8 << 20;
    private static final int RETRIES = 3;
    private static final int CONNECTIONS = 64;
    private static final Duration CHECK = Duration.ofSeconds(2);

    private final URI url;
    private final Duration timeout;
    private final Duration retryDelay;
    private final WebClient client;

    /**
     * @param url of the service
     * @param apiKey where it asks for one
     * @param timeout of a judgement, retries included
     * @param retryDelay before the first retry; it doubles
     */
    public JudgeClient(URI url, @Nullable String apiKey, Duration timeout, Duration retryDelay) {
        this.url = url;
        this.timeout = timeout;
        this.retryDelay = retryDelay;
        WebClient.Builder builder = WebClient.builder()
                .baseUrl(url.toString().replaceAll("/+$", ""))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MOST_BYTES))
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create(pool(url, timeout))
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5000)
                        .responseTimeout(timeout)));
        if (apiKey != null && !apiKey.isBlank()) {
            builder.defaultHeaders(headers -> headers.setBearerAuth(apiKey.strip()));
        }
        client = builder.build();
    }

    private static ConnectionProvider pool(URI url, Duration timeout) {
        return ConnectionProvider.builder("agents-judge-" + url.getAuthority())
                .maxConnections(CONNECTIONS)
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(timeout)
                // a service that restarts leaves dead connections behind
                .maxIdleTime(Duration.ofSeconds(20))
                .build();
    }

    /** A refusal of the judge's service that may pass. */
    private static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        Busy(String message) {
            super(message);
        }
    }

    /**
     * Has an attempt judged. Never fails: what goes wrong is a {@link Verdict.Failed}.
     *
     * @param judge its name, or null for the service's default
     */
    public Mono<Verdict> judge(Trajectory attempt, @Nullable String judge) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("trajectory", TrajectoryWriter.toJson(attempt));
        if (judge != null) {
            body.put("judge", judge);
        }
        return client.post()
                .uri("/v1/judgements")
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_JSON)
                .bodyValue(body.toString())
                .exchangeToMono(this::read)
                .retryWhen(Retry.backoff(RETRIES, retryDelay)
                        .filter(error -> error instanceof Busy || error instanceof WebClientRequestException)
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()))
                .timeout(timeout)
                .onErrorResume(error -> Mono.just(new Verdict.Failed("UNAVAILABLE", null, reason(error))));
    }

    /**
     * Fails when the service says that it has no such judge; a service that does not answer is not waited for.
     *
     * @throws io.reagent.kit.problem.ProblemException 422 naming {@code judge}
     */
    public Mono<Void> check(String judge) {
        return client.get()
                .uri("/v1/judges")
                .retrieve()
                .bodyToMono(String.class)
                .timeout(CHECK)
                .map(JudgeClient::json)
                .onErrorResume(unknown -> Mono.empty())
                .flatMap(judges -> {
                    List<String> names = new ArrayList<>();
                    judges.path("judges")
                            .forEach(one -> names.add(one.path("name").asString("")));
                    return names.isEmpty() || names.contains(judge)
                            ? Mono.empty()
                            : Mono.error(Problem.of(
                                            HttpStatus.UNPROCESSABLE_CONTENT,
                                            "unknown-judge",
                                            "There is no judge named '" + judge + "'")
                                    .field("judge")
                                    .remedy("Name one of " + String.join(", ", names) + ".")
                                    .asException());
                });
    }

    private Mono<Verdict> read(ClientResponse response) {
        int status = response.statusCode().value();
        return response.bodyToMono(String.class).defaultIfEmpty("").map(body -> {
            JsonNode answer = json(body);
            if (status == 200) {
                return verdict(answer);
            }
            String said = "the judge's service answered " + status + ": "
                    + answer.path("detail").asString(answer.path("title").asString("no reason given"));
            return switch (Refusal.of(status, answer.path("type").asString(null))) {
                case Refusal.Passing passing -> throw new Busy(said);
                case Refusal.Unjudged unjudged ->
                    new Verdict.Failed(unjudged.outcome().name(), null, said);
                case Refusal.Misdirected misdirected -> new Verdict.Failed("UNAVAILABLE", null, said);
            };
        });
    }

    private static JsonNode json(String body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException malformed) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    private Verdict verdict(JsonNode judgement) {
        String outcome = judgement.path("outcome").asString("");
        UUID id = uuid(judgement.path("id"));
        UUID trajectory = uuid(judgement.path("trajectory_id"));
        JsonNode score = judgement.path("score");
        if (outcome.equals("SCORED") && id != null && trajectory != null && score.isNumber()) {
            return new Verdict.Scored(
                    id,
                    trajectory,
                    judgement.path("judge").path("name").asString(""),
                    score.doubleValue(),
                    StorableText.of(judgement.path("critique").asString("")));
        }
        return outcome.isEmpty() || outcome.equals("SCORED")
                ? new Verdict.Failed("UNAVAILABLE", id, url + " did not answer with a judgement")
                : new Verdict.Failed(outcome, id, "the judge gave no score: " + outcome);
    }

    private static @Nullable UUID uuid(JsonNode text) {
        try {
            return text.isString() ? UUID.fromString(text.stringValue()) : null;
        } catch (IllegalArgumentException notOne) {
            return null;
        }
    }

    private String reason(Throwable error) {
        return switch (error) {
            case TimeoutException late -> "the judge did not answer within " + timeout.toSeconds() + " s";
            case WebClientRequestException gone ->
                "the judge's service at " + url + " cannot be reached: "
                        + gone.getMostSpecificCause().getMessage();
            default -> String.valueOf(error.getMessage());
        };
    }
}
