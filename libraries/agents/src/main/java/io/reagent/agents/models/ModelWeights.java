package io.reagent.agents.models;

/**
 * What computes a model.
 *
 * @param name as callers know it
 * @param weights as {@link OpenModel} has them
 * @param saved whether they were saved by somebody who trained them: the same name may come to mean others then
 */
public record ModelWeights(String name, String weights, boolean saved) {}
