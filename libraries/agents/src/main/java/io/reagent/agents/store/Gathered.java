package io.reagent.agents.store;

import io.reagent.kit.problem.Problems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Statements of many runs, sent as one: what is asked for while the last one is under way is gathered for the next. Under load
 * there is one statement for many; without any there is no wait. What fails together is sent again one by one, so that
 * nobody fails for what another one sent.
 *
 * @param <T> what is sent of one
 * @param <R> what comes of it
 */
final class Gathered<T, R> {
    private static final int MOST = 64;

    private final Function<List<T>, Mono<List<R>>> statement;
    private final Queue<Waiting<T, R>> waiting = new ArrayDeque<>();
    private boolean underWay;

    private record Waiting<T, R>(T sent, MonoSink<R> asker) {}

    /** @param statement gives a result for each, in their order */
    Gathered(Function<List<T>, Mono<List<R>>> statement) {
        this.statement = statement;
    }

    /** Completes once it is done; whoever leaves before does not undo it. */
    Mono<R> send(T one) {
        return Mono.create(asker -> {
            synchronized (waiting) {
                waiting.add(new Waiting<>(one, asker));
            }
            next();
        });
    }

    private void next() {
        List<Waiting<T, R>> taken = new ArrayList<>();
        synchronized (waiting) {
            if (underWay || waiting.isEmpty()) {
                return;
            }
            underWay = true;
            while (taken.size() < MOST && !waiting.isEmpty()) {
                taken.add(waiting.remove());
            }
        }
        // nobody waits for all of it: each asker is told its own
        Mono.defer(() -> statement.apply(sent(taken)))
                .onErrorResume(error -> failed(taken, error))
                // before anybody is told: what follows from that must not hold up the next
                .doOnTerminate(this::rest)
                .subscribe(results -> tell(taken, results));
    }

    private void rest() {
        synchronized (waiting) {
            underWay = false;
        }
        next();
    }

    private List<T> sent(List<Waiting<T, R>> taken) {
        return taken.stream().map(Waiting::sent).toList();
    }

    private void tell(List<Waiting<T, R>> taken, List<R> results) {
        for (int i = 0; i < taken.size(); i++) {
            taken.get(i).asker().success(results.get(i));
        }
    }

    private Mono<List<R>> failed(List<Waiting<T, R>> taken, Throwable error) {
        if (taken.size() == 1 || Problems.isDatabaseUnavailable(error)) {
            taken.forEach(each -> each.asker().error(error));
            return Mono.empty();
        }
        Queue<Waiting<T, R>> left = new ArrayDeque<>(taken);
        return Flux.fromIterable(taken)
                .concatMap(each -> alone(left.remove()))
                // each of them would wait for its own timeout
                .doOnError(away -> left.forEach(each -> each.asker().error(away)))
                .onErrorComplete()
                .then(Mono.empty());
    }

    /** Fails only when the database went away. */
    private Mono<List<R>> alone(Waiting<T, R> one) {
        return Mono.defer(() -> statement.apply(List.of(one.sent())))
                .doOnNext(results -> tell(List.of(one), results))
                .doOnError(own -> one.asker().error(own))
                .onErrorComplete(own -> !Problems.isDatabaseUnavailable(own));
    }
}
