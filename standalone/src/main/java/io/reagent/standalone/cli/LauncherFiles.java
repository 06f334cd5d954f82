package io.reagent.standalone.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Where the launcher lies and keeps what it knows of the platform it started.
 *
 * @param home the checkout
 * @param data what {@code REAGENT_DATA} names
 */
record LauncherFiles(Path home, Path data) {
    /** As the launcher tells the programs that it starts. */
    static LauncherFiles ofEnvironment() {
        Path home = Path.of(Objects.requireNonNullElse(System.getenv("REAGENT_HOME"), ""))
                .toAbsolutePath();
        String data = System.getenv("REAGENT_DATA");
        return new LauncherFiles(
                home, data == null ? home.resolve(".reagent") : Path.of(data).toAbsolutePath());
    }

    Path launcher() {
        return home.resolve("reagent");
    }

    Path log() {
        return data.resolve("platform.log");
    }

    Path ready() {
        return data.resolve("ready");
    }

    /** The platform's process, if it still runs: a number that another process has by now does not count. */
    OptionalLong platform() throws IOException {
        Path file = data.resolve("platform.pid");
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        String pid = Files.readString(file).strip();
        return commandLine(pid).contains("io.reagent.standalone.Platform")
                ? OptionalLong.of(Long.parseLong(pid))
                : OptionalLong.empty();
    }

    /** Whole, which {@link ProcessHandle} does not give of one as long as ours; empty where no such process runs. */
    private static String commandLine(String pid) throws IOException {
        Process ps = new ProcessBuilder("ps", "-ww", "-p", pid, "-o", "args=")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
