package io.reagent.policy.futures;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * Requests under way and their answers. An answer can be fetched as soon as it is there, as often as wanted, and is
 * written to Postgres beside that: what was fetched was not always stored, and what was stored outlives this process.
 */
public final class Futures implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Futures.class);
    private static final Duration AT_HAND = Duration.ofMinutes(10);
    private static final int STORED_AT_ONCE = 4;

    private final FutureStore store;
    private final FuturesProperties properties;
    private final Map<UUID, Ticket> pending = new ConcurrentHashMap<>();
    private final Cache<UUID, Answer> answers;
    private final Sinks.Many<Ticket> finished = Sinks.many().unicast().onBackpressureBuffer();
    private final Disposable storing;

    Futures(FutureStore store, FuturesProperties properties) {
        this.store = store;
        this.properties = properties;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(properties.memory().toBytes())
                .<UUID, Answer>weigher((id, answer) -> answer.size() + 64)
                .expireAfterWrite(AT_HAND)
                .build();
        this.storing = finished.asFlux().flatMap(this::keep, STORED_AT_ONCE).subscribe();
    }

    /** A request whose answer will not outlive the process unless it is there before: the client asks again. */
    public Ticket begin() {
        return begin(null);
    }

    /** A request to weights in training; {@link #record} makes it outlive the process. */
    public Ticket begin(@Nullable String runId) {
        Ticket ticket = new Ticket(runId);
        pending.put(ticket.id(), ticket);
        return ticket;
    }

    /** Notes in Postgres that the request was taken: should the process end before it is done, a poll is told so. */
    public Mono<Ticket> record(Ticket ticket) {
        return store.begin(ticket.id(), ticket.runId()).thenReturn(ticket);
    }

    /** Gives the answer; only the first counts. */
    public void complete(Ticket ticket, Answer answer) {
        if (ticket.answer().complete(answer)) {
            synchronized (finished) {
                finished.tryEmitNext(ticket).orThrow();
            }
        }
    }

    private Mono<Void> keep(Ticket ticket) {
        Answer answer = ticket.answer().join();
        answers.put(ticket.id(), answer);
        return store.finish(ticket.id(), ticket.runId(), answer)
                .retryWhen(Retry.backoff(5, Duration.ofMillis(200)))
                .onErrorResume(e -> {
                    log.warn("The answer {} could not be stored: {}", ticket.id(), e.toString());
                    return Mono.empty();
                })
                .doFinally(signal -> pending.remove(ticket.id()));
    }

    /** The answer, waiting a while for it. */
    public Mono<Poll> poll(UUID id) {
        Ticket ticket = pending.get(id);
        if (ticket != null) {
            return Mono.fromFuture(() -> ticket.answer(), true)
                    .<Poll>map(Poll.Answered::new)
                    .timeout(properties.poll(), Mono.fromSupplier(() -> new Poll.Waiting(ticket.waitsFor())));
        }
        Answer answer = answers.getIfPresent(id);
        return answer != null
                ? Mono.just(new Poll.Answered(answer))
                : store.find(id).<Poll>map(Poll.Answered::new).defaultIfEmpty(new Poll.Gone());
    }

    /** Nobody waits for it any more. */
    public void cancel(UUID id) {
        Ticket ticket = pending.get(id);
        if (ticket != null) {
            ticket.cancel();
        }
    }

    /** Answers, at the service's start, what was cut short when it ended. */
    public Mono<Long> failPending(String error) {
        return store.failPending(error);
    }

    /** Drops what was kept long enough. */
    public Mono<Long> trim() {
        return store.trim(properties.retention(), properties.stored().toBytes());
    }

    @Override
    public void close() {
        storing.dispose();
    }
}
