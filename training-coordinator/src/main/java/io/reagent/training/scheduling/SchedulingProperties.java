package io.reagent.training.scheduling;

import io.reagent.kit.lifecycle.Pauses;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How replicas share runs.
 *
 * @param runs that one replica advances at the same time
 * @param polling between two looks for runs to take up
 * @param heartbeat between two signs of life while a run is advanced
 * @param missedHeartbeats after which another replica takes a run over; at least 4
 * @param watch between two looks whether a run was cancelled
 * @param shortestPause before a run whose judge or policy is away is tried again; doubles with each failure
 * @param longestPause the most it grows to
 * @param stopping how long a replica that stops waits for its runs to let go
 */
@ConfigurationProperties("reagent.training.scheduling")
public record SchedulingProperties(
        @DefaultValue("4") int runs,
        @DefaultValue("1s") Duration polling,
        @DefaultValue("5s") Duration heartbeat,
        @DefaultValue("4") int missedHeartbeats,
        @DefaultValue("1s") Duration watch,
        @DefaultValue("1s") Duration shortestPause,
        @DefaultValue("60s") Duration longestPause,
        @DefaultValue("10s") Duration stopping) {
    public SchedulingProperties {
        if (runs < 1 || missedHeartbeats < 4) {
            throw new IllegalArgumentException(
                    "reagent.training.scheduling: runs must be at least 1 and missed-heartbeats at least 4");
        }
    }

    /** Before the next attempt, after so many that failed. */
    Duration pause(int failures) {
        return new Pauses(shortestPause, longestPause).after(failures);
    }
}
