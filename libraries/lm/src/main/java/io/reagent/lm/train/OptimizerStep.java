package io.reagent.lm.train;

/**
 * What one optimizer step did.
 *
 * @param step number of steps taken so far, this one included
 * @param gradientNorm global L2 norm before clipping
 */
public record OptimizerStep(long step, double gradientNorm) {}
