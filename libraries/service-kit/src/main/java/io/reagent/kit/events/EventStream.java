package io.reagent.kit.events;

import io.reagent.kit.problem.ProblemOf;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Flux;

/**
 * Server-sent events that end with {@code error} and a problem when something fails after the first. While nothing is
 * sent for long, comments keep the connection open.
 */
public final class EventStream {
    /** Proxies commonly close connections that are silent for a minute. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private EventStream() {}

    /** Whether the caller accepts events. */
    public static boolean isWanted(ServerHttpRequest http) {
        return http.getHeaders().getAccept().stream().anyMatch(MediaType.TEXT_EVENT_STREAM::equalsTypeAndSubtype);
    }

    /** What fails before the first event still has a status of its own: the response is not begun until then. */
    public static ResponseEntity<?> response(Flux<ServerSentEvent<Object>> events) {
        Flux<ServerSentEvent<Object>> sent =
                events.switchOnFirst((first, all) -> first.isOnError() ? all : all.onErrorResume(EventStream::failed));
        return ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(alive(sent));
    }

    /** With a comment after every so long a silence; from the first one on, the response has begun. */
    private static Flux<ServerSentEvent<Object>> alive(Flux<ServerSentEvent<Object>> events) {
        return Flux.defer(() -> {
            AtomicBoolean begun = new AtomicBoolean();
            Flux<ServerSentEvent<Object>> told =
                    events.onErrorResume(error -> begun.get() ? failed(error) : Flux.error(error));
            return told.publish(shared -> Flux.merge(
                    shared,
                    Flux.interval(SILENCE)
                            .onBackpressureDrop()
                            .doOnNext(unused -> begun.set(true))
                            .map(unused ->
                                    ServerSentEvent.builder().comment("waiting").build())
                            .takeUntilOther(shared.ignoreElements().onErrorComplete())));
        });
    }

    /** An event of a name. */
    public static ServerSentEvent<Object> event(String name, Object data) {
        return ServerSentEvent.builder(data).event(name).build();
    }

    private static Flux<ServerSentEvent<Object>> failed(Throwable error) {
        return Flux.just(event("error", ProblemOf.any(error).body()));
    }
}
