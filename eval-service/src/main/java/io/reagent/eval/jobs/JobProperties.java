package io.reagent.eval.jobs;

import io.reagent.kit.lifecycle.Pauses;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How replicas share jobs.
 *
 * @param atOnce jobs that one replica does at the same time
 * @param polling between two looks for jobs to take up
 * @param heartbeat between two signs of life of a job, each also a look whether it was cancelled
 * @param silence after which a job without them is taken over; at least four heartbeats
 * @param shortestPause before a job whose servers are away is tried again; doubles with each failure
 * @param longestPause the most it grows to
 */
@ConfigurationProperties("reagent.eval.jobs")
public record JobProperties(
        @DefaultValue("4") int atOnce,
        @DefaultValue("1s") Duration polling,
        @DefaultValue("2s") Duration heartbeat,
        @DefaultValue("20s") Duration silence,
        @DefaultValue("1s") Duration shortestPause,
        @DefaultValue("60s") Duration longestPause) {
    public JobProperties {
        if (atOnce < 1 || !polling.isPositive() || !heartbeat.isPositive() || !shortestPause.isPositive()) {
            throw new IllegalArgumentException(
                    "reagent.eval.jobs: at-once must be at least 1, and times longer than nothing");
        }
        if (silence.compareTo(heartbeat.multipliedBy(4)) < 0) {
            throw new IllegalArgumentException("reagent.eval.jobs: silence must be at least four heartbeats");
        }
    }

    /** Before the next attempt, after so many that failed. */
    Duration pause(int failures) {
        return new Pauses(shortestPause, longestPause).after(failures);
    }
}
