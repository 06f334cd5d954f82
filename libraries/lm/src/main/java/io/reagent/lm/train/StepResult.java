package io.reagent.lm.train;

/**
 * What one step of supervised training did.
 *
 * @param step number of steps taken so far, this one included
 * @param loss weighted sum of cross entropies before the step, in nats
 * @param gradientNorm global L2 norm before clipping
 * @param targets positions that had a weight
 * @param tokens positions computed, padding included
 */
public record StepResult(long step, double loss, double gradientNorm, int targets, int tokens) {}
