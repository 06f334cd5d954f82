package io.reagent.lm.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import io.reagent.lm.checkpoint.ModelConfig;
import io.reagent.lm.checkpoint.Qwen3Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@Timeout(30)
class ComputeThreadTest {
    private final ComputeThread thread = new ComputeThread("test");

    @Test
    void runsJobsInTheirOrderOnOneThread() {
        List<Integer> ran = new ArrayList<>();
        List<CompletableFuture<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            results.add(thread.submit(() -> {
                ran.add(number);
                return thread.isCurrent();
            }));
        }
        assertThat(results).allMatch(CompletableFuture::join);
        assertThat(ran).isSorted().hasSize(20);
    }

    @Test
    void goesOnAfterAJobThatFails() {
        CompletableFuture<Void> failed = thread.submit(() -> {
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(failed::join).isInstanceOf(CompletionException.class).hasRootCauseMessage("broken");
        assertThat(thread.submit(() -> 1).join()).isOne();
    }

    @Test
    void goesOnAfterATurnThatFails() throws InterruptedException {
        AtomicInteger failed = new AtomicInteger();
        CountDownLatch others = new CountDownLatch(20);
        thread.add(() -> {
            failed.incrementAndGet();
            throw new AssertionError("broken");
        });
        thread.add(() -> {
            others.countDown();
            return others.getCount() > 0;
        });
        assertThat(others.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(failed).hasPositiveValue();
        assertThat(thread.submit(() -> 1).join()).isOne();
    }

    @Test
    void twoSharesWithWorkGetLikeTimes() throws InterruptedException {
        long[] spent = new long[2];
        CountDownLatch enough = new CountDownLatch(400);
        // the second's turns take ten times as long, so the first has about ten times as many
        thread.add(() -> work(spent, 0, 200_000, enough));
        thread.add(() -> work(spent, 1, 2_000_000, enough));
        assertThat(enough.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat((double) spent[0] / spent[1]).isBetween(0.5, 2.0);
    }

    private static boolean work(long[] spent, int who, long nanos, CountDownLatch turns) {
        if (turns.getCount() == 0) {
            return false;
        }
        long began = System.nanoTime();
        while (System.nanoTime() - began < nanos) {
            Thread.onSpinWait();
        }
        spent[who] += System.nanoTime() - began;
        turns.countDown();
        return true;
    }

    @Test
    void whoeverWasIdleDoesNotCatchUp() {
        AtomicInteger busy = new AtomicInteger();
        AtomicInteger late = new AtomicInteger();
        CompletableFuture<Void> both = new CompletableFuture<>();
        boolean[] awake = {false};
        thread.add(() -> {
            sleep(1);
            awake[0] |= busy.incrementAndGet() == 100;
            if (busy.get() >= 140) {
                both.complete(null);
            }
            return !both.isDone();
        });
        thread.add(() -> {
            if (!awake[0] || both.isDone()) {
                return false;
            }
            sleep(1);
            late.incrementAndGet();
            return true;
        });
        both.join();
        assertThat(late.get()).isBetween(20, 80);
    }

    @Test
    void sharesHaveTurnsBetweenThePartsOfAJob() {
        AtomicInteger turns = new AtomicInteger();
        thread.add(() -> {
            sleep(1);
            return turns.incrementAndGet() > 0;
        });
        int[] seen = thread.submit(() -> {
                    int[] counts = new int[3];
                    for (int part = 0; part < 3; part++) {
                        sleep(20);
                        thread.pause();
                        counts[part] = turns.get();
                    }
                    return counts;
                })
                .join();
        assertThat(seen[1] - seen[0]).isBetween(2, 40);
        assertThat(seen[2] - seen[1]).isBetween(2, 40);
    }

    @Test
    void wakesForWorkThatComesWhileItWaits() throws InterruptedException {
        AtomicInteger work = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        thread.add(() -> {
            if (work.get() == 0) {
                return false;
            }
            work.decrementAndGet();
            done.incrementAndGet();
            return true;
        });
        for (int i = 1; i <= 50; i++) {
            work.incrementAndGet();
            thread.wake();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            while (done.get() < i && System.nanoTime() < deadline) {
                Thread.sleep(1);
            }
            assertThat(done.get()).isEqualTo(i);
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void afterClosingWhatWasGivenIsDoneAndNothingMoreTaken() throws InterruptedException {
        CompletableFuture<Thread> before = thread.submit(() -> {
            sleep(20);
            return Thread.currentThread();
        });
        CompletableFuture<Integer> queued = thread.submit(() -> 1);
        thread.close();
        assertThatThrownBy(thread.submit(() -> 2)::join).hasRootCauseMessage("the model is closed");
        assertThat(queued.join()).isOne();
        assertThat(before.join().join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void smallModelsGenerateOnThreadsOfTheirOwnOnOneCoreAndLargeOnesShareAll(@TempDir Path directory)
            throws IOException {
        ComputeThread small = ComputeThread.of(shape(directory, 128), Device.cpu());
        ComputeThread other = ComputeThread.of(shape(directory, 128), Device.cpu());
        ComputeThread large = ComputeThread.of(shape(directory, 512), Device.cpu());
        int all = large.submit(JniUtils::getNumThreads).join();
        assertThat(coresOfATurn(small)).isOne();
        assertThat(small.submit(JniUtils::getNumThreads).join()).as("training").isEqualTo(all);
        assertThat(coresOfATurnWithin(small)).as("between two parts of a job").isOne();
        assertThat(coresOfATurn(large)).isEqualTo(all);
        assertThat(other).isNotSameAs(small);
        assertThat(ComputeThread.of(shape(directory, 1024), Device.cpu())).isSameAs(large);
        assertThat(large.submit(JniUtils::getNumThreads).join()).isEqualTo(all).isPositive();
        large.close();
        assertThat(large.submit(() -> 1).join()).isOne();
        small.close();
        other.close();
    }

    private static int coresOfATurn(ComputeThread thread) {
        CompletableFuture<Integer> cores = new CompletableFuture<>();
        ComputeThread.Turns turns = () -> !cores.isDone() && cores.complete(JniUtils.getNumThreads());
        thread.add(turns);
        int count = cores.join();
        thread.remove(turns);
        return count;
    }

    /** Checks, too, that the job goes on with as many cores as before. */
    private static int coresOfATurnWithin(ComputeThread thread) {
        CompletableFuture<Integer> cores = new CompletableFuture<>();
        return thread.submit(() -> {
                    int before = JniUtils.getNumThreads();
                    ComputeThread.Turns turns = () -> !cores.isDone() && cores.complete(JniUtils.getNumThreads());
                    thread.add(turns);
                    sleep(20);
                    thread.pause();
                    thread.remove(turns);
                    assertThat(JniUtils.getNumThreads()).isEqualTo(before);
                    return cores.getNow(0);
                })
                .join();
    }

    private static ModelConfig shape(Path directory, int hidden) throws IOException {
        Qwen3Shape shape = new Qwen3Shape(1024, hidden, 2, 2 * hidden, 4, 4, 32, 512);
        Files.writeString(directory.resolve("config.json"), JsonMapper.shared().writeValueAsString(shape.config()));
        return ModelConfig.read(directory);
    }
}
