package io.reagent.tools.python;

/**
 * What a program did.
 *
 * @param stdout as far as it was read
 * @param stderr as far as it was read
 * @param exitCode above 128 when a signal killed it; means nothing unless it exited by itself
 * @param end why it ended
 * @param note which limit it met, in words for who wrote it; empty when none is known
 */
public record Execution(String stdout, String stderr, int exitCode, End end, String note) {
    /** Why a program ended. */
    public enum End {
        EXITED,
        OUT_OF_TIME,
        OUT_OF_PROCESSOR_TIME,
        TOO_MUCH_OUTPUT
    }
}
