package io.reagent.tools.python;

import io.reagent.core.tools.InWords;
import io.reagent.tools.python.Execution.End;
import java.time.Duration;

/** Says which of its limits a program met, from how it ended and what the interpreter wrote about it. */
record LimitNotes(SandboxLimits limits) {
    private static final int SIGNALS = 128;
    private static final int SIGKILL = 9;
    private static final int SIGSEGV = 11;
    private static final int SIGXCPU = 24;

    /** @param wall the time it had */
    Execution of(String stdout, String stderr, int exitCode, End end, Duration wall) {
        End known = end == End.EXITED && exitCode == SIGNALS + SIGXCPU ? End.OUT_OF_PROCESSOR_TIME : end;
        String note =
                switch (known) {
                    case OUT_OF_TIME -> "it ran longer than " + InWords.of(wall);
                    case OUT_OF_PROCESSOR_TIME -> "it used up its " + InWords.of(limits.cpu()) + " of processor time";
                    case TOO_MUCH_OUTPUT -> "it printed more than " + InWords.ofBytes(limits.outputBytes());
                    case EXITED -> exitCode == 0 ? "" : met(stderr, exitCode);
                };
        return new Execution(stdout, stderr, exitCode, known, note);
    }

    private String met(String stderr, int exitCode) {
        if (holds(stderr, "MemoryError", "Cannot allocate memory", "bad_alloc", "Unable to allocate")) {
            return "a process has " + InWords.ofBytes(limits.memoryBytes()) + " of memory";
        }
        if (holds(stderr, "No space left on device", "File too large")) {
            return "there is room for " + InWords.ofBytes(limits.diskBytes()) + " of files";
        }
        if (holds(stderr, "Resource temporarily unavailable", "can't start new thread")) {
            return "a program has " + limits.processes() + " processes and threads at most";
        }
        if (holds(stderr, "Too many open files")) {
            return "a process has " + SandboxCommand.OPEN_FILES + " open files at most";
        }
        if (holds(stderr, "Read-only file system")) {
            return "files can be written in the working directory and /tmp alone";
        }
        if (holds(stderr, "Network is unreachable", "name resolution", "Name or service not known")) {
            return "there is no network";
        }
        return switch (exitCode - SIGNALS) {
            case SIGKILL ->
                "it was killed, as happens when the machine runs out of memory; a process has "
                        + InWords.ofBytes(limits.memoryBytes());
            case SIGSEGV ->
                "it crashed (segmentation fault), as native code also does when memory runs out; a process" + " has "
                        + InWords.ofBytes(limits.memoryBytes());
            default -> exitCode > SIGNALS ? "signal " + (exitCode - SIGNALS) + " killed it" : "";
        };
    }

    private static boolean holds(String stderr, String... signs) {
        for (String sign : signs) {
            if (stderr.contains(sign)) {
                return true;
            }
        }
        return false;
    }
}
