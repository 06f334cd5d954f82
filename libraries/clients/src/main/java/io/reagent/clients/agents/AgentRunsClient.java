package io.reagent.clients.agents;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reagent.clients.Backoff;
import io.reagent.clients.Remote;
import io.reagent.clients.agents.AgentServiceException.Kind;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has agents run by a service of them, {@code POST /v1/agents/runs}. What becomes of a run is an {@link AgentRunOutcome}; that
 * the service could not be asked, or refuses, is an {@link AgentServiceException}. Each run that is followed holds a connection
 * to its end: let {@link Remote#connections} be some more than the runs at the same time, and {@link Remote#silence} longer
 * than the 15 s after which the service says that it waits.
 */
public final class AgentRunsClient {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENTS =
            new ParameterizedTypeReference<>() {};
    private static final Backoff AGAIN = new Backoff(Integer.MAX_VALUE, Duration.ofMillis(200), Duration.ofSeconds(10));
    private static final Backoff SOME_TIMES = new Backoff(6, Duration.ofMillis(200), Duration.ofSeconds(10));

    /** How long a service that told a run's end may take to end its answer. */
    private static final Duration FAREWELL = Duration.ofMillis(250);

    private static final String NO_SUCH_RUN = "urn:reagent:problem:no-such-run";

    private final WebClient http;
    private final AgentServiceAnswers answers;
    private final Patience patience;

    /**
     * How long a run is waited for.
     *
     * @param unheard the longest time since the service last said anything of it, lost connections included
     * @param overtime beyond the wall time of its attempts: for answers at the limit, and for the judge
     */
    public record Patience(Duration unheard, Duration overtime) {
        public static final Patience DEFAULT = new Patience(Duration.ofMinutes(2), Duration.ofMinutes(20));

        public Patience {
            if (!unheard.isPositive() || !overtime.isPositive()) {
                throw new IllegalArgumentException("patience is positive");
            }
        }
    }

    public AgentRunsClient(Remote remote, Patience patience) {
        this.http = remote.client();
        this.answers = new AgentServiceAnswers(remote.url());
        this.patience = patience;
    }

    /**
     * Starts the run, or finds the one that there is under its id, and follows it to its end. A connection that is lost is made
     * again: the same order never starts a second run. Cancelling this leaves the run going on there.
     */
    public Mono<AgentRunOutcome> run(AgentRunOrder order) {
        Duration longest = order.wall().plus(patience.overtime());
        return Mono.defer(() -> {
                    AtomicReference<Instant> heard = new AtomicReference<>(Instant.now());
                    return followed(order, heard)
                            .retryWhen(AGAIN.when(
                                    error -> isAway(error)
                                            && heard.get()
                                                    .plus(patience.unheard())
                                                    .isAfter(Instant.now()),
                                    error -> null));
                })
                .flatMap(run -> outcome(order.id(), run))
                .timeout(longest)
                .onErrorMap(TimeoutException.class, late -> answers.tooLong(longest));
    }

    private static boolean isAway(Throwable error) {
        return error instanceof AgentServiceException failed && failed.kind() == Kind.AWAY;
    }

    private Mono<JsonNode> followed(AgentRunOrder order, AtomicReference<Instant> heard) {
        return Mono.defer(() -> untilOver(posted(order)
                        .doOnNext(event -> heard.set(Instant.now()))
                        .concatMap(event -> end(order.id(), event))))
                .switchIfEmpty(Mono.error(() -> answers.brokenOff("its events stop before the run's end")))
                .onErrorMap(answers::unanswered);
    }

    private Flux<ServerSentEvent<String>> posted(AgentRunOrder order) {
        return http.post()
                .uri("/v1/agents/runs?events=end")
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.TEXT_EVENT_STREAM, MediaType.APPLICATION_JSON)
                .bodyValue(order.json().toString().getBytes(UTF_8))
                .exchangeToFlux(response -> successful(response).thenMany(Flux.defer(() -> events(response))));
    }

    /** The first, once the answer is over too: only a connection whose answer was read whole serves the next run. */
    private static Mono<JsonNode> untilOver(Flux<JsonNode> ends) {
        Sinks.Empty<Void> told = Sinks.empty();
        AtomicBoolean over = new AtomicBoolean();
        return ends.doOnNext(run -> {
                    over.set(true);
                    told.tryEmitEmpty();
                })
                .takeUntilOther(told.asMono().then(Mono.delay(FAREWELL)))
                .onErrorComplete(error -> over.get())
                .reduce((run, later) -> run);
    }

    private Flux<ServerSentEvent<String>> events(ClientResponse response) {
        return response.headers()
                        .contentType()
                        .filter(MediaType.TEXT_EVENT_STREAM::equalsTypeAndSubtype)
                        .isPresent()
                ? response.bodyToFlux(EVENTS)
                : response.releaseBody().thenMany(Flux.error(() -> answers.garbled(null)));
    }

    /** The run, from the event of its end. */
    private Mono<JsonNode> end(UUID id, ServerSentEvent<String> event) {
        String data = event.data();
        if ("error".equals(event.event())) {
            return Mono.error(answers.brokenOff(data == null ? "without saying why" : data));
        }
        if (!"run".equals(event.event()) || data == null) {
            return Mono.empty();
        }
        JsonNode run = answers.understood(() -> JSON.readTree(data));
        return answers.understood(() -> AgentRunReader.isEndOf(id, run))
                ? Mono.just(run)
                : Mono.error(answers.garbled(null));
    }

    private Mono<AgentRunOutcome> outcome(UUID id, JsonNode run) {
        AgentRunOutcome failure = answers.understood(() -> AgentRunReader.failure(run));
        if (failure != null) {
            return Mono.just(failure);
        }
        // a service that does not send them along is asked for them
        Mono<JsonNode> trajectories = run.path("trajectories").isObject()
                ? Mono.just(run.path("trajectories"))
                : get("/v1/agents/runs/" + id + "/trajectories");
        return trajectories.map(found -> answers.understood(() -> AgentRunReader.ended(run, found)));
    }

    /** Ends a run early; one that has ended, or that there is not, is left as it is. */
    public Mono<Void> cancel(UUID id) {
        return Mono.defer(
                        () -> http.post().uri("/v1/agents/runs/{id}/cancel", id).exchangeToMono(this::successful))
                .onErrorMap(answers::unanswered)
                .retryWhen(whileAway())
                .onErrorResume(
                        AgentServiceException.class,
                        failed -> NO_SUCH_RUN.equals(failed.type()) ? Mono.empty() : Mono.error(failed));
    }

    /** The tools that runs may name, those that cannot be called there too. */
    public Mono<List<OfferedTool>> tools() {
        return tools(null);
    }

    /**
     * The same as a model is shown them.
     *
     * @param dialect of the run, or null for the service's own
     */
    public Mono<List<OfferedTool>> tools(@Nullable String dialect) {
        String path = "/v1/agents/tools" + (dialect == null ? "" : "?dialect=" + URLEncoder.encode(dialect, UTF_8));
        return list(path, "tools", AgentRunReader::tool);
    }

    /** The models that runs may name. */
    public Mono<List<String>> models() {
        return list("/v1/agents/models", "models", AgentRunReader::name);
    }

    /**
     * What computes a model, by a name that runs may give it or by the path of a checkpoint.
     *
     * @throws AgentServiceException REFUSED (in the result) when there is none
     */
    public Mono<AgentWeights> model(String name) {
        return get("/v1/agents/models?name={name}", name)
                .map(answer -> answers.understood(
                        () -> AgentRunReader.weights(answer.required("models").required(0))));
    }

    private <T> Mono<List<T>> list(String path, String field, Function<JsonNode, T> reading) {
        return get(path)
                .map(answer -> answers.understood(
                        () -> answer.required(field).valueStream().map(reading).toList()));
    }

    private Mono<JsonNode> get(String path, Object... variables) {
        return Mono.defer(() -> http.get()
                        .uri(path, variables)
                        .accept(MediaType.APPLICATION_JSON)
                        .exchangeToMono(response -> successful(response).then(Mono.defer(() -> body(response)))))
                .map(body -> answers.understood(() -> JSON.readTree(body)))
                .onErrorMap(answers::unanswered)
                .retryWhen(whileAway());
    }

    private static Retry whileAway() {
        return SOME_TIMES.when(
                AgentRunsClient::isAway,
                error -> error instanceof AgentServiceException failed ? failed.retryAfter() : null);
    }

    private Mono<Void> successful(ClientResponse response) {
        return response.statusCode().is2xxSuccessful()
                ? Mono.empty()
                : body(response)
                        .flatMap(body -> Mono.error(answers.refused(
                                response.statusCode().value(),
                                response.headers().asHttpHeaders(),
                                body)));
    }

    private static Mono<String> body(ClientResponse response) {
        return response.bodyToMono(byte[].class)
                .map(bytes -> new String(bytes, UTF_8))
                .defaultIfEmpty("");
    }
}
