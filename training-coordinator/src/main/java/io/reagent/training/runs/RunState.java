package io.reagent.training.runs;

/** Where a run stands. */
public enum RunState {
    /** Waits for a replica to take it up. */
    QUEUED,
    RUNNING,
    /** Waits for something that is away; goes on by itself. */
    WAITING,
    SUCCEEDED,
    /** Stopped, with the reason; may be resumed. */
    FAILED,
    /** Stopped by request; may be resumed. */
    CANCELLED;

    /** Whether it goes on by itself. */
    public boolean active() {
        return this == QUEUED || this == RUNNING || this == WAITING;
    }
}
