package io.reagent.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TextLaneTest {
    @Test
    void eachUserHasTheBoundThatItAskedFor() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(101);
        Executor narrow = TextLane.executor(1);
        Executor wide = TextLane.executor(100);
        narrow.execute(() -> await(held));
        narrow.execute(done::countDown);
        for (int i = 0; i < 100; i++) {
            wide.execute(done::countDown);
        }

        assertThatThrownBy(() -> narrow.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("1 long texts are waiting");
        held.countDown();
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
