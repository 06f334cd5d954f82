package io.reagent.tools.python;

import io.reagent.tools.python.Execution.End;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A running sandbox: reads what it prints and ends it at the first limit. Ending it ends everything in it. */
final class SandboxedProcess {
    private static final Executor READERS =
            task -> Thread.ofVirtual().name("python-output").start(task);

    private static final Duration PAUSE = Duration.ofMillis(10);

    /** By then bubblewrap has a child, or never will. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Process process;
    private final SandboxLimits limits;
    private final AtomicReference<End> end = new AtomicReference<>(End.EXITED);

    SandboxedProcess(Process process, SandboxLimits limits) {
        this.process = process;
        this.limits = limits;
    }

    CompletableFuture<Execution> finish(Duration wall, CompletionStage<Void> ended) {
        CompletableFuture<String> stdout = CompletableFuture.supplyAsync(() -> read(process.getInputStream()), READERS);
        CompletableFuture<String> stderr = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), READERS);
        CompletableFuture<Process> exit = process.onExit();
        CompletableFuture.delayedExecutor(wall.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> kill(End.OUT_OF_TIME));
        ended.thenRun(() -> kill(End.OUT_OF_TIME));
        return exit.thenCombine(stdout, (exited, out) -> out).thenCombine(stderr, (out, err) -> new LimitNotes(limits)
                .of(out, err, process.exitValue(), end.get(), wall));
    }

    private void kill(End reason) {
        if (process.isAlive() && end.compareAndSet(End.EXITED, reason)) {
            READERS.execute(this::killFromWithin);
        }
    }

    /**
     * Kills what bubblewrap has started, upon which it exits. Bubblewrap itself killed first, early in its life, leaves
     * behind a child that has not yet asked to die with it.
     */
    private void killFromWithin() {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            if (System.nanoTime() > giveUp) {
                process.destroyForcibly();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private String read(InputStream stream) {
        try (stream) {
            byte[] bytes = stream.readNBytes(limits.outputBytes());
            if (bytes.length == limits.outputBytes() && stream.read() >= 0) {
                kill(End.TOO_MUCH_OUTPUT);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException closedByTheEnd) {
            return "";
        }
    }
}
