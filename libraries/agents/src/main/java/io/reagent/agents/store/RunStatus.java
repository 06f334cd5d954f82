package io.reagent.agents.store;

/** Where a run stands. */
public enum RunStatus {
    RUNNING,
    /** It came to an end of its own; its stop reason says which. */
    DONE,
    CANCELLED,
    /** Something failed on our side. */
    FAILED,
    /** Its process ended before it did. */
    INTERRUPTED
}
