package io.reagent.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A service as a process of its own, which can be killed as no context in this JVM can, and started again. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Service service;
    private final List<String> command;
    private final Path log;
    private Process process;

    /** @param options of Spring's, beside the port */
    ServiceProcess(Service service, Path logs, List<String> options) throws IOException {
        this.service = service;
        this.log = logs.resolve(service.name() + ".log");
        this.command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                service.application().getName(),
                "--server.port=" + service.port()));
        command.addAll(options);
        begin();
    }

    /** Starts it; {@link #awaitReady} waits until it can do its work. */
    void begin() throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try {
                service.awaitReady(Duration.ofSeconds(10));
                return;
            } catch (IllegalStateException notYet) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "the " + service.name() + " did not start: " + Files.readString(log), notYet);
                }
                Thread.sleep(100);
            }
        }
    }

    /** {@code kill -9}: nothing is finished, nothing is cleared away. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
