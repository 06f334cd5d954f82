package io.reagent.policy.sessions;

import io.reagent.kit.database.UuidV7;
import io.reagent.kit.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The sessions of clients: begun, heard of, and ended when they were silent too long. */
public final class Sessions {
    private final SessionStore store;
    private final SessionProperties properties;
    /** Known to be open. */
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    /** Heard of since the last {@link #endSilent}: written together there, not one by one. */
    private final Set<String> heard = ConcurrentHashMap.newKeySet();

    Sessions(SessionStore store, SessionProperties properties) {
        this.store = store;
        this.properties = properties;
    }

    public Mono<String> begin(SessionDraft draft) {
        String id = UuidV7.next().toString();
        return store.insert(id, draft).then(Mono.fromSupplier(() -> {
            open.add(id);
            return id;
        }));
    }

    /**
     * Notes that the session is alive.
     *
     * @return its id; a problem, 404 for one that never was and 410 for one that ended
     */
    public Mono<String> hear(String id) {
        if (open.contains(id)) {
            heard.add(id);
            return Mono.just(id);
        }
        return store.isOpen(id)
                .switchIfEmpty(Mono.error(
                        () -> Problem.of(HttpStatus.NOT_FOUND, "no-such-session", "There is no session '" + id + "'")
                                .field("session_id")
                                .remedy("Begin one with create_session.")
                                .asException()))
                .map(isOpen -> {
                    if (!isOpen) {
                        throw ended(id).asException();
                    }
                    open.add(id);
                    heard.add(id);
                    return id;
                });
    }

    private Problem ended(String id) {
        return Problem.of(HttpStatus.GONE, "session-ended", "The session '" + id + "' has ended")
                .field("session_id")
                .remedy(
                        "Begin another with create_session. A session ends when its client says so, or is not heard of for "
                                + properties.staleAfter().toSeconds() + " s.");
    }

    /** At the service's start. */
    public Mono<Long> resume() {
        return store.touchAll();
    }

    /** Ends what was silent too long; gives the ids. */
    public Flux<String> endSilent() {
        List<String> alive = List.copyOf(heard);
        heard.removeAll(alive);
        Mono<Long> touched = alive.isEmpty() ? Mono.just(0L) : store.touch(alive);
        return touched.thenMany(Flux.defer(() -> store.endSilent(Instant.now().minus(properties.staleAfter()))))
                .doOnNext(open::remove);
    }

    /** Ends one that says so itself. */
    public Mono<Void> end(String id) {
        return store.end(id).doOnNext(done -> open.remove(id)).then();
    }

    public Flux<String> page(int limit, int offset) {
        return store.page(limit, offset);
    }

    public Mono<SessionView> view(String id) {
        return store.view(id);
    }
}
