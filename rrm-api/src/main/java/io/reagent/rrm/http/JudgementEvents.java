package io.reagent.rrm.http;

import io.reagent.rrm.judging.JudgingEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Flux;

/**
 * A judgement as server-sent events: {@code reasoning} and {@code critique} with {@code {"sample", "delta"}} as they are
 * written, {@code restart} when a sample starts over, {@code judgement} at the end, or {@code error} with a problem. While
 * nothing is written for long, comments keep the connection open.
 */
final class JudgementEvents {
    /** Proxies commonly close connections that are silent for a minute. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private JudgementEvents() {}

    static boolean areWanted(ServerHttpRequest http) {
        return http.getHeaders().getAccept().stream().anyMatch(MediaType.TEXT_EVENT_STREAM::equalsTypeAndSubtype);
    }

    /** What fails before the first event still has a status of its own: the response is not begun until then. */
    static ResponseEntity<?> response(Flux<JudgingEvent> events) {
        Flux<ServerSentEvent<Object>> sent = events.map(JudgementEvents::event)
                .switchOnFirst((first, all) -> first.isOnError() ? all : all.onErrorResume(JudgementEvents::failed));
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

    private static ServerSentEvent<Object> event(JudgingEvent event) {
        return switch (event) {
            case JudgingEvent.Reasoning reasoning ->
                event("reasoning", Map.of("sample", reasoning.sample(), "delta", reasoning.delta()));
            case JudgingEvent.Critique critique ->
                event("critique", Map.of("sample", critique.sample(), "delta", critique.delta()));
            case JudgingEvent.Restarted restarted -> event("restart", Map.of("sample", restarted.sample()));
            case JudgingEvent.Judged judged -> event("judgement", judged.judgement());
        };
    }

    private static ServerSentEvent<Object> event(String name, Object data) {
        return ServerSentEvent.builder(data).event(name).build();
    }

    private static Flux<ServerSentEvent<Object>> failed(Throwable error) {
        return Flux.just(event("error", ProblemOf.any(error).body()));
    }
}
