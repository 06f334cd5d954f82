package io.reagent.rrm.judges.openai;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.reagent.rrm.judges.Fingerprint;
import io.reagent.rrm.judges.JudgeUnavailableException;
import io.reagent.rrm.judges.JudgeUnavailableException.Kind;
import io.reagent.rrm.judges.Prompt;
import io.reagent.rrm.judges.Sampling;
import io.reagent.rrm.judges.Writer;
import io.reagent.rrm.judges.Written;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.StringDecoder;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model behind {@code /chat/completions}: vLLM, SGLang, OpenAI or anything alike. A request that fails before anything
 * was written is sent again a few times; a server that keeps failing is left alone until it had time to recover.
 */
public final class OpenAiWriter implements Writer {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** How long a server that said it is done may take to end its answer: then the connection serves another. */
    private static final Duration FAREWELL = Duration.ofMillis(250);

    private static final int LONGEST_LINE = 4 << 20;
    private static final StringDecoder LINES = lines();

    private final OpenAiServer server;
    private final WebClient client;
    private final CircuitBreaker breaker;
    private final AtomicInteger open = new AtomicInteger();

    public OpenAiWriter(OpenAiServer server) {
        this.server = server;
        client = server.client();
        breaker = CircuitBreaker.of(
                server.model(),
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(10)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(server.breakerPause())
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .recordException(e -> e instanceof JudgeUnavailableException gone && gone.kind() == Kind.DOWN)
                        .build());
    }

    private static StringDecoder lines() {
        StringDecoder lines = StringDecoder.allMimeTypes(List.of("\r\n", "\n"), true);
        lines.setMaxInMemorySize(LONGEST_LINE);
        return lines;
    }

    @Override
    public String model() {
        return server.model();
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of(server.baseUrl().toString(), server.model());
    }

    @Override
    public int waiting() {
        return Math.max(0, open.get() - server.concurrency());
    }

    @Override
    public Flux<Written> write(Prompt prompt, Sampling sampling) {
        return Flux.defer(() -> {
            AtomicBoolean begun = new AtomicBoolean();
            open.incrementAndGet();
            return once(prompt, sampling)
                    .onErrorMap(ServerErrors::translate)
                    .transformDeferred(CircuitBreakerOperator.of(breaker))
                    .onErrorMap(ServerErrors::translate)
                    .doOnNext(written -> begun.set(true))
                    .retryWhen(Retry.from(failures -> failures.concatMap(f -> retry(f, begun.get()))))
                    .doFinally(signal -> open.decrementAndGet());
        });
    }

    /** Waits as long as the server asks, or ever longer with jitter; then again, or gives up. */
    private Mono<Long> retry(Retry.RetrySignal failure, boolean begun) {
        Throwable error = failure.failure();
        boolean worthwhile = error instanceof JudgeUnavailableException gone
                && gone.kind() != Kind.MISCONFIGURED
                && breaker.getState() != CircuitBreaker.State.OPEN;
        if (begun || !worthwhile || failure.totalRetries() >= server.retries()) {
            return Mono.error(error);
        }
        return Mono.delay(Delays.before(failure.totalRetries(), server.retryDelay(), error));
    }

    private Flux<Written> once(Prompt prompt, Sampling sampling) {
        Flux<Written> answer = client.post()
                .uri("/chat/completions")
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.TEXT_EVENT_STREAM, MediaType.APPLICATION_JSON)
                .bodyValue(ChatRequest.of(server.model(), prompt, sampling).toString())
                .exchangeToFlux(OpenAiWriter::read);
        return prompt.written() == null ? answer : ChatRequest.withoutRepetition(answer, prompt.written());
    }

    private static Flux<Written> read(ClientResponse response) {
        if (!response.statusCode().is2xxSuccessful()) {
            return response.bodyToMono(String.class)
                    .defaultIfEmpty("")
                    .flatMapMany(body -> Flux.error(ServerErrors.ofStatus(
                            response.statusCode().value(), response.headers().asHttpHeaders(), body)));
        }
        boolean events = response.headers()
                .contentType()
                .filter(MediaType.TEXT_EVENT_STREAM::isCompatibleWith)
                .isPresent();
        Flux<String> parts = events
                ? eventData(LINES.decode(
                        response.body(BodyExtractors.toDataBuffers()),
                        ResolvableType.forClass(String.class),
                        MediaType.TEXT_EVENT_STREAM,
                        null))
                : response.bodyToMono(String.class).flatMapMany(OpenAiWriter::whole);
        ChatCompletion completion = new ChatCompletion();
        return parts.concatMapIterable(part -> completion.read(JSON.readTree(part)))
                .concatWith(Mono.fromSupplier(completion::end));
    }

    private static Flux<String> eventData(Flux<String> lines) {
        return Flux.defer(() -> {
            ServerEvents events = new ServerEvents();
            Sinks.Empty<Void> done = Sinks.empty();
            return lines.map(events::take)
                    .doOnNext(taken -> {
                        if (events.done()) {
                            done.tryEmitEmpty();
                        }
                    })
                    .takeUntilOther(done.asMono().then(Mono.delay(FAREWELL)))
                    .concatMapIterable(Function.identity())
                    .concatWith(Flux.defer(() -> Flux.fromIterable(events.end())));
        });
    }

    /** One JSON text; or events all the same, of a server that calls them something else. */
    private static Flux<String> whole(String body) {
        String text = ServerEvents.withoutMark(body).strip();
        return text.startsWith("data:") || text.startsWith(":")
                ? eventData(Flux.fromStream(() -> text.lines()))
                : Flux.just(text);
    }
}
