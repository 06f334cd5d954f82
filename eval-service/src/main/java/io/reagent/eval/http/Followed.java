package io.reagent.eval.http;

import static io.reagent.kit.events.EventStream.event;

import io.reagent.kit.events.Closing;
import io.reagent.kit.events.EventStream;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Something durable as server-sent events. Any replica tells: all look into Postgres. */
final class Followed {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private Followed() {}

    /**
     * An event named {@code evaluation} whenever what is seen has changed, until it is over or this replica stops.
     *
     * @param first fails where there is nothing to follow
     * @param look at it as it is by now
     */
    static <F, T> Flux<ServerSentEvent<Object>> evaluation(
            Mono<F> first, Function<F, Mono<T>> look, Predicate<T> over, Closing closing) {
        return EventStream.kept(first.flatMapMany(found -> Flux.interval(Duration.ZERO, BETWEEN_LOOKS)
                .onBackpressureDrop()
                .concatMap(tick -> look.apply(found), 1)
                .distinctUntilChanged()
                .takeUntil(over)
                .map(now -> event("evaluation", now))
                .takeUntilOther(closing.begun())));
    }
}
