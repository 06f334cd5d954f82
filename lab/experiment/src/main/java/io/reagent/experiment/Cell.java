package io.reagent.experiment;

/** One run of the grid. */
record Cell(Arm arm, int seed) {
    String name() {
        return arm.name() + "-" + seed;
    }
}
