package io.reagent.standalone.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The machine that figures were measured on, in words. */
final class ThisMachine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private ThisMachine() {}

    /** Such as "2 cores of an AMD EPYC 7763 64-Core Processor". */
    static String words() throws IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        return cores + (cores == 1 ? " core" : " cores") + " of " + processor();
    }

    private static String processor() throws IOException {
        if (Files.isReadable(PROCESSORS)) {
            for (String line : Files.readAllLines(PROCESSORS)) {
                if (line.toLowerCase(Locale.ROOT).startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        }
        return System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    }
}
