package io.reagent.policy.openai;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chunks as server-sent events, with {@code [DONE]} at the end. What fails before the first event has a status of its own:
 * the response is not begun until then; what fails later is an event that holds the error. While nothing is generated for
 * long, as in a full queue, comments keep the connection open.
 */
final class EventStream {
    /** Proxies commonly close connections that are silent for a minute. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private EventStream() {}

    static Flux<ServerSentEvent<String>> of(Flux<ObjectNode> chunks) {
        return Flux.defer(() -> {
            AtomicBoolean begun = new AtomicBoolean();
            Flux<ServerSentEvent<String>> events = chunks.map(EventStream::event)
                    .doOnNext(event -> begun.set(true))
                    .onErrorResume(error ->
                            begun.get() ? Flux.just(event(OpenAiError.of(error).body())) : Flux.error(error))
                    .concatWith(Flux.just(ServerSentEvent.builder("[DONE]").build()));
            return events.publish(shared -> Flux.merge(
                    shared,
                    Flux.interval(SILENCE)
                            .onBackpressureDrop()
                            .doOnNext(unused -> begun.set(true))
                            .map(unused -> ServerSentEvent.<String>builder()
                                    .comment("waiting")
                                    .build())
                            .takeUntilOther(shared.ignoreElements().onErrorComplete())));
        });
    }

    private static ServerSentEvent<String> event(ObjectNode json) {
        return ServerSentEvent.builder(json.toString()).build();
    }
}
