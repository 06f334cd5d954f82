package io.reagent.lm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.lm.Fixture;
import io.reagent.text.Tokenizer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private final FairQueue queue = new FairQueue(1_000);

    /** A full batch takes the next request and gives it back at every step, thousands of times. */
    @Test
    void whatIsGivenBackDoesNotCountAsServed() throws InterruptedException {
        try (Tokenizer tokenizer = Tokenizer.load(Fixture.named("qwen3").directory())) {
            for (int i = 0; i < 1_000; i++) {
                GenerationRequest request = GenerationRequest.of(new int[] {1}, 4)
                        .drawn(SamplingParameters.GREEDY, i)
                        .ofClient("client" + i % 3);
                queue.offer(new Sequence(request, token -> {}, tokenizer.streamDecoder(true, new int[0]), 64));
            }
            assertThat(queue.poll()).isNotNull();
            queue.began();
            Thread.sleep(50);
            for (int i = 0; i < 1_000; i++) {
                queue.giveBack(queue.poll());
            }
            assertThat(queue.size()).isEqualTo(999);
            assertThat(queue.expected()).isGreaterThan(Duration.ofSeconds(45));
        }
    }
}
