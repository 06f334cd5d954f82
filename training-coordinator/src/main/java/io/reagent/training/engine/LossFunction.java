package io.reagent.training.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A loss of the protocol, summed over tokens. */
public sealed interface LossFunction {
    /** {@code -weight * logprob} of the targets. */
    record CrossEntropy() implements LossFunction {}

    /** Clipped policy gradient; the bounds are on the ratio itself. */
    record Ppo(double low, double high) implements LossFunction {}

    default String wireName() {
        return switch (this) {
            case CrossEntropy unused -> "cross_entropy";
            case Ppo unused -> "ppo";
        };
    }

    default @Nullable Map<String, Double> configuration() {
        return switch (this) {
            case CrossEntropy unused -> null;
            case Ppo ppo -> Map.of("clip_low_threshold", ppo.low, "clip_high_threshold", ppo.high);
        };
    }
}
