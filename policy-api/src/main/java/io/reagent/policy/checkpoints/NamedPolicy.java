package io.reagent.policy.checkpoints;

import io.reagent.policy.hosting.PolicyWeights;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A policy to sample from.
 *
 * @param saved when its weights were saved; null for a base model and an adapter made elsewhere, whose files tell
 */
public record NamedPolicy(
        String name, PolicyWeights weights, @Nullable Instant saved) {}
