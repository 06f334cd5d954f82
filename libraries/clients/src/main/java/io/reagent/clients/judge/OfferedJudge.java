package io.reagent.clients.judge;

import org.jspecify.annotations.Nullable;

/**
 * A judge as its service lists it.
 *
 * @param problem why it cannot be used, or null where it can
 */
public record OfferedJudge(String name, @Nullable String problem) {}
