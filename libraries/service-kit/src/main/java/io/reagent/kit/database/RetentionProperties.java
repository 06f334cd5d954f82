package io.reagent.kit.database;

import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long services keep what they stored; what is not set is kept for ever.
 *
 * @param judgements rrm-api's, and trajectories without any
 * @param agents policy-api's agent runs, from their start
 * @param sessions policy-api's, from their end; with their sampling sessions, and models in training that left no checkpoint
 * @param runs training-coordinator's, from their end; with steps, groups, rollouts and evaluations
 * @param sweep between two looks for what has had its time
 */
@ConfigurationProperties("reagent.retention")
public record RetentionProperties(
        @Nullable Duration judgements,
        @Nullable Duration agents,
        @Nullable Duration sessions,
        @Nullable Duration runs,
        @DefaultValue("1h") Duration sweep) {
    private static final Duration LEAST = Duration.ofHours(1);

    public RetentionProperties {
        boolean hasty = Stream.of(judgements, agents, sessions, runs)
                .flatMap(Stream::ofNullable)
                .anyMatch(time -> time.compareTo(LEAST) < 0);
        if (hasty || !sweep.isPositive()) {
            throw new IllegalArgumentException(
                    "reagent.retention: judgements, agents, sessions and runs must be at least"
                            + " an hour, such as 30d, and sweep longer than nothing");
        }
    }
}
