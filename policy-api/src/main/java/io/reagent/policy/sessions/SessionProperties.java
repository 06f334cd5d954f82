package io.reagent.policy.sessions;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When clients are given up.
 *
 * @param staleAfter a session not heard of for so long ends, and its models are unloaded; clients say every 10 s that they
 *     are there
 * @param sweep how often that is looked at
 */
@ConfigurationProperties("reagent.policy.sessions")
public record SessionProperties(
        @DefaultValue("10m") Duration staleAfter,
        @DefaultValue("30s") Duration sweep) {
    public SessionProperties {
        if (sweep.toMillis() < 1 || staleAfter.compareTo(sweep) <= 0) {
            throw new IllegalArgumentException(
                    "reagent.policy.sessions: sweep must be positive and stale-after longer than it");
        }
    }
}
