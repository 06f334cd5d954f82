package io.reagent.world;

/** Which side of the divide a task comes from: names and phrasings of one side never occur on the other. */
public enum Split {
    TRAIN,
    HELD_OUT
}
