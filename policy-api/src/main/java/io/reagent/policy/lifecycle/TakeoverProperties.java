package io.reagent.policy.lifecycle;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How one process follows another on a database.
 *
 * @param patience how long a new process waits for the old one to end before it refuses to start
 * @param beat how often a process sees whether it still holds its database
 */
@ConfigurationProperties("reagent.policy.takeover")
public record TakeoverProperties(
        @DefaultValue("30s") Duration patience,
        @DefaultValue("5s") Duration beat) {
    public TakeoverProperties {
        if (patience.isNegative() || !beat.isPositive()) {
            throw new IllegalArgumentException(
                    "reagent.policy.takeover: patience must not be negative, beat must be positive");
        }
    }
}
