package io.reagent.tools.python;

import java.time.Duration;

/**
 * What a sandboxed program may use.
 *
 * @param wall time from start to end
 * @param cpu processor time of each of its processes
 * @param memoryBytes address space of each of its processes
 * @param processes processes and threads at the same time
 * @param diskBytes size of its working directory, which is in memory
 * @param outputBytes of stdout and of stderr; more ends it
 */
public record SandboxLimits(
        Duration wall, Duration cpu, long memoryBytes, int processes, long diskBytes, int outputBytes) {
    public static final SandboxLimits DEFAULT =
            new SandboxLimits(Duration.ofSeconds(30), Duration.ofSeconds(20), 1L << 30, 16, 64L << 20, 1 << 20);

    public SandboxLimits {
        if (wall.toMillis() < 1 || cpu.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "wall must be at least a millisecond and cpu at least a second, were " + wall + " and " + cpu);
        }
        if (memoryBytes < 64L << 20) {
            throw new IllegalArgumentException("memoryBytes must be at least 64 MiB, was " + memoryBytes);
        }
        if (processes < 2 || diskBytes < 4096 || outputBytes < 1) {
            throw new IllegalArgumentException("processes must be at least 2, diskBytes 4096 and outputBytes 1; were "
                    + processes + ", " + diskBytes + " and " + outputBytes);
        }
    }
}
