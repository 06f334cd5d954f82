package io.reagent.training.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeptTest {
    private final Kept<String, Integer> kept = new Kept<>(2);
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void whatWasMadeIsKeptUntilOthersWereAskedForSince() {
        assertThat(kept.get("a", made::incrementAndGet)).isOne();
        kept.get("b", made::incrementAndGet);
        assertThat(kept.get("a", made::incrementAndGet)).isOne();
        kept.get("c", made::incrementAndGet);

        assertThat(kept.get("a", made::incrementAndGet)).isOne();
        assertThat(kept.get("b", made::incrementAndGet)).isEqualTo(4);
    }

    @Test
    void nobodyWaitsForWhatAnotherMakes() throws Exception {
        CompletableFuture<Integer> begun = new CompletableFuture<>();
        CompletableFuture<Integer> slow = new CompletableFuture<>();
        CompletableFuture<Integer> making = CompletableFuture.supplyAsync(() -> kept.get("slow", () -> {
            begun.complete(0);
            return slow.join();
        }));
        begun.get(10, TimeUnit.SECONDS);

        assertThat(CompletableFuture.supplyAsync(() -> kept.get("other", made::incrementAndGet))
                        .get(10, TimeUnit.SECONDS))
                .isOne();

        CompletableFuture<Integer> waiting =
                CompletableFuture.supplyAsync(() -> kept.get("slow", made::incrementAndGet));
        slow.complete(7);
        assertThat(making.get(10, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void aFailureIsItsCallersAlone() throws Exception {
        CompletableFuture<Integer> begun = new CompletableFuture<>();
        CompletableFuture<Integer> slow = new CompletableFuture<>();
        CompletableFuture<Integer> making = CompletableFuture.supplyAsync(() -> kept.get("a", () -> {
            begun.complete(0);
            return slow.join();
        }));
        begun.get(10, TimeUnit.SECONDS);
        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> kept.get("a", made::incrementAndGet));

        slow.completeExceptionally(new IllegalStateException("interrupted"));

        assertThat(making).failsWithin(10, TimeUnit.SECONDS);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isOne();
        assertThatIllegalStateException()
                .isThrownBy(() -> kept.get("b", () -> {
                    throw new IllegalStateException("broken");
                }));
        assertThat(kept.get("b", () -> 2)).isEqualTo(2);
    }
}
