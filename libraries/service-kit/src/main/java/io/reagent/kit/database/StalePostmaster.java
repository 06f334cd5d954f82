package io.reagent.kit.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a postmaster whose platform was killed, and removes the pid file of one that died with it. */
final class StalePostmaster {
    private static final Logger log = LoggerFactory.getLogger(StalePostmaster.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private StalePostmaster() {}

    /** Call only while holding the directory's lock: then whoever still serves it is nobody's. */
    static void end(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (Files.notExists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> postmaster = postmaster(Files.readString(pidFile));
        if (postmaster.isPresent()) {
            log.info(
                    "Stopping the Postgres that an earlier run left behind (pid {})",
                    postmaster.get().pid());
            stop(postmaster.get());
        }
        // a pid reused by another program would make Postgres refuse to start
        Files.deleteIfExists(pidFile);
    }

    private static Optional<ProcessHandle> postmaster(String pidFile) {
        String pid = pidFile.lines().findFirst().orElse("").strip();
        if (!pid.matches("\\d{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .filter(p -> p.info().command().map(c -> c.contains("postgres")).orElse(false));
    }

    /** Postgres' fast shutdown, awaited. */
    static void stop(ProcessHandle postmaster) throws IOException {
        CompletableFuture<ProcessHandle> exit = postmaster.onExit();
        if (Files.isExecutable(Path.of("/bin/kill"))) {
            // SIGINT is Postgres' fast shutdown; Java alone can only send SIGTERM, which waits for open sessions
            new ProcessBuilder("/bin/kill", "-INT", Long.toString(postmaster.pid())).start();
        } else {
            postmaster.destroy();
        }
        try {
            exit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("Postgres (pid " + postmaster.pid() + ") did not stop; end it and try again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Postgres was stopping", e);
        }
    }
}
