package io.reagent.training.rollouts;

/** What a rollout was shown, and what it is for. */
public enum Stage {
    /** The question alone. */
    FIRST,
    /** The question, a first attempt and its critique. */
    REFINED,
    /** The question alone; measured, never learned from. */
    EVALUATION
}
