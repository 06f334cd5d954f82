package io.reagent.world;

/**
 * A labelled flaw.
 *
 * @param type what went wrong
 * @param step where: 1 for the first step; one more than the number of steps for the final answer. A misread or blindly
 *     trusted result is counted at the step that got it.
 * @param mended whether the agent noticed and put it right
 */
public record Flaw(FlawType type, int step, boolean mended) {
    public double factor() {
        return type.factor(mended);
    }
}
