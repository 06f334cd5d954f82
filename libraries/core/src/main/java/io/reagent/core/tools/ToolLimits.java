package io.reagent.core.tools;

import java.time.Duration;

/**
 * What one call may use.
 *
 * @param timeout after which the call is cancelled and answered with an error
 * @param resultCharacters the most characters of a result the model gets to read; at least 200
 */
public record ToolLimits(Duration timeout, int resultCharacters) {
    public static final ToolLimits DEFAULT = new ToolLimits(Duration.ofSeconds(60), 20_000);

    public ToolLimits {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a tool's timeout must be positive, was " + timeout);
        }
        if (resultCharacters < 200) {
            throw new IllegalArgumentException("resultCharacters must be at least 200, was " + resultCharacters);
        }
    }

    /** The same limits, with no more time than {@code left}. */
    public ToolLimits within(Duration left) {
        Duration least = left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
        return least.compareTo(timeout) < 0 ? new ToolLimits(least, resultCharacters) : this;
    }
}
