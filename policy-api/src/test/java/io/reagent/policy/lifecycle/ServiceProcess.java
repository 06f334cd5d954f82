package io.reagent.policy.lifecycle;

import io.reagent.kit.database.DatabaseAddress;
import io.reagent.policy.PolicyApi;
import io.reagent.policy.TinkerClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The service as a process of its own, which can be killed as no context in this JVM can. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Process process;
    private final Path log;
    private final int port;

    private ServiceProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param largestFile KiB that a file it writes can have, where the disk is to be full beyond; null for any
     */
    static ServiceProcess start(DatabaseAddress database, Path checkpoints, @Nullable Integer largestFile)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>();
        if (largestFile != null) {
            command.addAll(List.of("bash", "-c", "ulimit -f " + largestFile + " && exec \"$0\" \"$@\""));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                PolicyApi.class.getName(),
                "--server.port=" + port,
                "--reagent.database.url=" + database.r2dbcUrl(),
                "--reagent.database.username=" + database.username(),
                "--reagent.database.migrate=false",
                "--reagent.policy.checkpoints=" + checkpoints,
                "--reagent.policy.base-models.tiny.directory=../models/rrm-tiny"));
        Path log = Files.createTempFile("service", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        ServiceProcess service = new ServiceProcess(process, log, port);
        try {
            service.awaitReady();
            return service;
        } catch (IOException | InterruptedException | RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        HttpRequest probe = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/actuator/health/readiness"))
                .build();
        Instant deadline = Instant.now().plus(START_LIMIT);
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (Instant.now().isBefore(deadline) && process.isAlive()) {
                try {
                    if (http.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException notListening) {
                    // it still starts
                }
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException("the service did not start: " + Files.readString(log));
    }

    TinkerClient client() {
        return new TinkerClient("http://localhost:" + port);
    }

    /** Stops it where it is, to be looked at; {@link #resume} lets it go on. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("kill -" + name + " ended with " + status);
        }
    }

    /** {@code kill -9}: nothing is finished, nothing is cleared away. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        kill();
        Files.deleteIfExists(log);
    }
}
