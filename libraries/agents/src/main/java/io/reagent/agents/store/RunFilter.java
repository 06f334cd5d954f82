package io.reagent.agents.store;

import org.jspecify.annotations.Nullable;

/** Which runs to list; null lets everything through. */
public record RunFilter(
        @Nullable String model,
        @Nullable String strategy,
        @Nullable RunStatus status,
        @Nullable String stop,
        @Nullable Long worldTask) {}
