package io.reagent.core.agent;

/** How a run ended. */
public enum StopReason {
    /** With an answer, given freely or when told to. */
    ANSWERED,
    /** The last turn had none: it was empty, cut, or called tools where there were none. */
    NO_ANSWER,
    /** The model was still speaking when time was up. */
    OUT_OF_TIME,
    /** The model gave an error instead of a turn. */
    MODEL_FAILED
}
