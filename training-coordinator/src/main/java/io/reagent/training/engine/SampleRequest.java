package io.reagent.training.engine;

/**
 * One sequence to sample.
 *
 * @param weights what to sample from
 * @param prompt token ids
 * @param stopToken ends the sequence, and stands at its end
 */
public record SampleRequest(
        Weights weights, int[] prompt, int maxTokens, int stopToken, double temperature, long seed) {}
