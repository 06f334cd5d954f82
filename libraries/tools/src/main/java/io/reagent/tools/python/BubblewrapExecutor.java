package io.reagent.tools.python;

import io.reagent.core.tools.ToolContext;
import io.reagent.core.tools.ToolException;
import io.reagent.core.tools.ToolLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs Python in a bubblewrap sandbox on this machine. */
public final class BubblewrapExecutor implements CodeExecutor {
    private static final String PROBE = "print('ready')";

    private final SandboxCommand command;
    private final SandboxLimits limits;

    private BubblewrapExecutor(SandboxCommand command, SandboxLimits limits) {
        this.command = command;
        this.limits = limits;
    }

    /**
     * Makes sure that a sandbox works here by running a program in it.
     *
     * @throws SandboxUnavailableException saying why it does not, and what to install
     */
    public static BubblewrapExecutor open(SandboxSettings settings) {
        BubblewrapExecutor executor = new BubblewrapExecutor(SandboxCommand.find(settings), settings.limits());
        ToolContext probe = new ToolContext(ToolLimits.DEFAULT, new CompletableFuture<>());
        Execution execution = executor.run(PROBE, probe).toCompletableFuture().join();
        if (execution.exitCode() != 0 || !execution.stdout().strip().equals("ready")) {
            throw new SandboxUnavailableException(
                    "bubblewrap could not start it: " + (execution.stderr() + execution.stdout()).strip(),
                    "It needs bubblewrap 0.8 or later and unprivileged user namespaces (sysctl"
                            + " kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0; in a"
                            + " container, a seccomp profile that allows them).");
        }
        return executor;
    }

    @Override
    public CompletionStage<Execution> run(String code, ToolContext context) {
        try {
            Path directory = Files.createTempDirectory("reagent-python");
            try {
                Path program = write(directory, code);
                Process process = new ProcessBuilder(command.toRun(program))
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .start();
                return new SandboxedProcess(process, limits)
                        .finish(wall(context), context.ended())
                        .whenComplete((execution, error) -> delete(directory));
            } catch (IOException e) {
                delete(directory);
                throw e;
            }
        } catch (IOException e) {
            throw new ToolException("Python could not be started: " + e.getMessage(), e);
        }
    }

    /** A tenth less than the caller waits, so that what was printed still arrives. */
    private Duration wall(ToolContext context) {
        Duration waited = context.limits().timeout().multipliedBy(9).dividedBy(10);
        return waited.compareTo(limits.wall()) < 0 ? waited : limits.wall();
    }

    private Path write(Path directory, String code) throws IOException {
        Path program = Files.writeString(directory.resolve("main.py"), code);
        if (command.changesUser()) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
        }
        return program;
    }

    private static void delete(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve("main.py"));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
