package io.reagent.agents.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class GatheredTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final List<List<Integer>> sent = new CopyOnWriteArrayList<>();
    private final List<Sinks.Empty<Void>> held = new CopyOnWriteArrayList<>();

    private Mono<List<Integer>> hold(List<Integer> together) {
        Sinks.Empty<Void> until = Sinks.empty();
        sent.add(together);
        held.add(until);
        return until.asMono()
                .thenReturn(together.stream().map(each -> 10 * each).toList());
    }

    @Test
    void oneIsSentAtOnceAndWhatComesMeanwhileTogether() {
        Gathered<Integer, Integer> gathered = new Gathered<>(this::hold);
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            results.add(gathered.send(i).toFuture());
        }
        assertThat(sent).containsExactly(List.of(0));
        held.getFirst().tryEmitEmpty();
        assertThat(sent).containsExactly(List.of(0), List.of(1, 2, 3));
        held.getLast().tryEmitEmpty();

        assertThat(results.stream().map(CompletableFuture::join)).containsExactly(0, 10, 20, 30);
        assertThat(gathered.send(4).toFuture()).isNotDone();
        assertThat(sent.getLast()).containsExactly(4);
    }

    @Test
    void noStatementIsOfMoreThanSixtyFour() {
        Gathered<Integer, Integer> gathered = new Gathered<>(this::hold);
        IntStream.range(0, 100).forEach(i -> gathered.send(i).subscribe());
        for (int i = 0; i < 3; i++) {
            held.get(i).tryEmitEmpty();
        }
        assertThat(sent.stream().map(List::size)).containsExactly(1, 64, 35);
    }

    @Test
    void nobodyFailsForWhatAnotherOneSent() {
        Sinks.Empty<Void> begin = Sinks.empty();
        Gathered<Integer, Integer> gathered = new Gathered<>(together -> {
            sent.add(together);
            return begin.asMono()
                    .then(together.contains(2) ? Mono.error(new IllegalArgumentException("two")) : Mono.just(together));
        });
        List<CompletableFuture<Integer>> results =
                IntStream.range(0, 4).mapToObj(i -> gathered.send(i).toFuture()).toList();
        begin.tryEmitEmpty();

        assertThat(results.get(1).join()).isEqualTo(1);
        assertThat(results.get(3).join()).isEqualTo(3);
        assertThatThrownBy(() -> results.get(2).join()).hasRootCauseMessage("two");
        assertThat(sent).containsExactly(List.of(0), List.of(1, 2, 3), List.of(1), List.of(2), List.of(3));
    }

    @Test
    void whereTheDatabaseIsAwayNobodyIsTriedAlone() {
        Sinks.Empty<Void> begin = Sinks.empty();
        Gathered<Integer, Integer> gathered = new Gathered<>(together -> {
            sent.add(together);
            return begin.asMono().then(Mono.error(new DataAccessResourceFailureException("away")));
        });
        List<Mono<Integer>> results =
                IntStream.range(0, 3).mapToObj(i -> gathered.send(i).cache()).toList();
        results.forEach(result -> result.onErrorComplete().subscribe());
        begin.tryEmitEmpty();

        for (Mono<Integer> result : results) {
            assertThatThrownBy(() -> result.block(SOON)).hasMessage("away");
        }
        assertThat(sent).containsExactly(List.of(0), List.of(1, 2));
    }

    @Test
    void whenTheDatabaseGoesAwayTheRestIsNotTried() {
        Sinks.Empty<Void> begin = Sinks.empty();
        Gathered<Integer, Integer> gathered = new Gathered<>(together -> {
            sent.add(together);
            if (together.size() > 1) {
                return Mono.error(new IllegalArgumentException("together"));
            }
            return begin.asMono()
                    .then(
                            together.contains(2)
                                    ? Mono.error(new DataAccessResourceFailureException("away"))
                                    : Mono.just(together));
        });
        List<CompletableFuture<Integer>> results =
                IntStream.range(0, 5).mapToObj(i -> gathered.send(i).toFuture()).toList();
        begin.tryEmitEmpty();

        assertThat(results.get(1).join()).isEqualTo(1);
        for (int i = 2; i < 5; i++) {
            CompletableFuture<Integer> result = results.get(i);
            assertThat(result).isCompletedExceptionally();
            assertThatThrownBy(result::join).hasRootCauseMessage("away");
        }
        assertThat(sent).containsExactly(List.of(0), List.of(1, 2, 3, 4), List.of(1), List.of(2));
        assertThat(gathered.send(5).block(SOON)).isEqualTo(5);
    }

    @Test
    void whoThrowsInsteadOfFailingHoldsUpNobody() {
        Gathered<Integer, Integer> gathered = new Gathered<>(together -> {
            throw new IllegalStateException("thrown");
        });
        assertThatThrownBy(() -> gathered.send(1).block(SOON)).hasMessage("thrown");
        assertThatThrownBy(() -> gathered.send(2).block(SOON)).hasMessage("thrown");
    }
}
