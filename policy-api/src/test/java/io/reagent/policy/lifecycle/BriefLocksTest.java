package io.reagent.policy.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What the guard against blocking on event loops lets pass in these tests, and what not. */
class BriefLocksTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void aLockInUseIsWaitedForAndGoesOnWorking() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch queued = new CountDownLatch(1);
        lock.lock();
        Mono<Boolean> taken = Mono.fromCallable(() -> {
                    queued.countDown();
                    lock.lock();
                    lock.unlock();
                    return true;
                })
                .subscribeOn(Schedulers.parallel())
                .cache();
        taken.subscribe(done -> {}, error -> {});
        assertThat(queued.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Thread.sleep(100);
        lock.unlock();
        assertThat(taken.block(LIMIT)).isTrue();
        Thread next = new Thread(() -> {
            lock.lock();
            lock.unlock();
        });
        lock.lock();
        next.start();
        Thread.sleep(50);
        lock.unlock();
        assertThat(next.join(LIMIT)).isTrue();
    }

    @Test
    void anythingElseIsStillRefused() {
        Mono<Boolean> waits = Mono.fromCallable(() -> new CountDownLatch(1).await(1, TimeUnit.SECONDS))
                .subscribeOn(Schedulers.parallel());
        assertThatThrownBy(() -> waits.block(LIMIT)).hasMessageContaining("Blocking call");
    }
}
