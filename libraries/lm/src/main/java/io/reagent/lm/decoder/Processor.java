package io.reagent.lm.decoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What is known of the machine's processor that libtorch does not act on by itself. */
final class Processor {
    private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

    private Processor() {}

    /**
     * Whether few rows should be multiplied through oneDNN, which shares them out among the cores. libtorch calls MKL, which
     * on AMD's processors computes a single row on one thread. On Intel's it does not, and elsewhere libtorch may have been
     * built without oneDNN.
     */
    static boolean prefersOneDnn() {
        if (!System.getProperty("os.arch").toLowerCase(Locale.ROOT).matches("amd64|x86_64")
                || !Files.isReadable(DESCRIPTION)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(DESCRIPTION)) {
            return lines.anyMatch(line -> line.startsWith("vendor_id") && line.endsWith("AuthenticAMD"));
        } catch (IOException e) {
            return false;
        }
    }
}
