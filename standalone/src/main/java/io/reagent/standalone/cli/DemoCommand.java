package io.reagent.standalone.cli;

import io.reagent.standalone.demo.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows what the platform does, once it is ready; the launcher has started it. */
@Command(name = "demo")
final class DemoCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        LauncherFiles files = LauncherFiles.ofEnvironment();
        awaitReady(files, startLimit());
        ReadyFile ready = ReadyFile.read(files.ready());
        Demo.run(ready.url("judge"), ready.url("training"), ready.url("Postgres"));
        return 0;
    }

    private static Duration startLimit() {
        return Duration.ofSeconds(
                Long.parseLong(Objects.requireNonNullElse(System.getenv("REAGENT_START_LIMIT"), "180")));
    }

    private static void awaitReady(LauncherFiles files, Duration limit) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(limit);
        while (!Files.exists(files.ready())) {
            if (files.platform().isEmpty()) {
                throw new IllegalStateException("the platform stopped while it was starting");
            }
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("the platform is not ready after " + limit.toSeconds() + " s");
            }
            Thread.sleep(200);
        }
    }
}
