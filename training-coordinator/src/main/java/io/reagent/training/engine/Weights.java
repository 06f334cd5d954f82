package io.reagent.training.engine;

/** Which weights are sampled. */
public sealed interface Weights {
    /** A base model by its name. */
    record Base(String model) implements Weights {}

    /** Saved ones, {@code tinker://…/sampler_weights/…}. */
    record Saved(String path) implements Weights {}

    /** The path, or the base model's name. */
    default String label() {
        return switch (this) {
            case Base base -> base.model;
            case Saved saved -> saved.path;
        };
    }
}
