package io.reagent.training.algorithms;

/** What a rollout was shown, and what it is for. The order is part of every rollout's seed. */
public enum Stage {
    /** The question alone. */
    FIRST,
    /** The question, a first attempt and its critique. */
    REFINED,
    /** The question alone; measured, never learned from. */
    EVALUATION
}
