package io.reagent.policy.futures;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long answers are kept.
 *
 * @param poll how long a poll waits before it says that there is no answer yet; clients give up after 45 s
 * @param retention how long an answer can be fetched
 * @param stored answers kept in Postgres take no more than this; the oldest go first
 * @param memory answers kept at hand take no more than this
 * @param unstored while answers that Postgres has not taken yet take more than this, no request is taken
 */
@ConfigurationProperties("reagent.policy.futures")
public record FuturesProperties(
        @DefaultValue("20s") Duration poll,
        @DefaultValue("24h") Duration retention,
        @DefaultValue("2GB") DataSize stored,
        @DefaultValue("64MB") DataSize memory,
        @DefaultValue("64MB") DataSize unstored) {
    public FuturesProperties {
        if (poll.isNegative()
                || retention.isNegative()
                || stored.toBytes() < 0
                || memory.toBytes() < 0
                || unstored.toBytes() < 0) {
            throw new IllegalArgumentException(
                    "reagent.policy.futures: poll, retention, stored, memory and unstored must not be negative");
        }
    }
}
