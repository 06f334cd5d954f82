package io.reagent.clients.evaluations;

import org.jspecify.annotations.Nullable;

/**
 * How often a policy is right at the first attempt, with its 95 % interval; null where there is no figure.
 *
 * @param questions that are graded
 */
public record PassAtOne(
        @Nullable Double value,
        @Nullable Double low,
        @Nullable Double high,
        int questions) {}
