package io.reagent.agents.runs;

import io.reagent.agents.store.AgentRunRecord;
import io.reagent.agents.store.AgentRunStore;
import io.reagent.agents.store.AgentRunStore.Part;
import io.reagent.kit.problem.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs that are asked for again under the ids that their callers gave them. */
final class RepeatedRuns {
    /** Between looks at a run of another process. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final AgentRunStore store;
    private final Function<UUID, @Nullable AgentRun> here;

    /** @param here gives the run that goes on in this process under an id, or null */
    RepeatedRuns(AgentRunStore store, Function<UUID, @Nullable AgentRun> here) {
        this.store = store;
        this.here = here;
    }

    /**
     * The events of the run that there is, or empty when there is none: all of one that goes on here, start and end of one
     * that goes on in another process, the end of one that has ended.
     *
     * @throws io.reagent.kit.problem.ProblemException 409 naming {@code id}, when another body was sent under it
     */
    Mono<Flux<RunEvent>> find(GivenId given) {
        return store.find(given.id()).map(run -> {
            if (!RequestJson.isOf(given, run.request())) {
                throw taken(given.id());
            }
            AgentRun goingOn = here.apply(given.id());
            return goingOn == null ? events(run) : goingOn.events();
        });
    }

    private Flux<RunEvent> events(AgentRunRecord run) {
        return run.endedAt() == null
                ? Flux.concat(
                        Mono.just(new RunEvent.Started(run)), end(run.id()).flatMap(this::ended))
                : ended(run).flux();
    }

    private Mono<AgentRunRecord> end(UUID id) {
        return Mono.defer(() -> store.find(id))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("run " + id + " was deleted as it went on")))
                .filter(run -> run.endedAt() != null)
                .repeatWhenEmpty(looks -> looks.delayElements(LOOK_AGAIN));
    }

    private Mono<RunEvent> ended(AgentRunRecord run) {
        return Mono.zip(
                store.attempts(run.id()).collectList(),
                store.column(run.id(), Part.CANONICAL).collectMap(Map.Entry::getKey, Map.Entry::getValue),
                (attempts, trajectories) -> new RunEvent.Ended(run, attempts, trajectories));
    }

    private static RuntimeException taken(UUID id) {
        return Problem.of(HttpStatus.CONFLICT, "run-id-taken", "Run " + id + " was asked for with another body")
                .field("id")
                .remedy("Send the same body to follow that run, or a new id to start another.")
                .asException();
    }
}
