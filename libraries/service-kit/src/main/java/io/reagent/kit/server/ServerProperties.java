package io.reagent.kit.server;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a service waits for clients.
 *
 * @param idle a connection on which no request is begun, or whose request's head does not come to an end, is closed;
 *     longer than proxies and clients keep theirs, so that they close first
 * @param body the longest silence amid a request's body; one whose rest does not come is answered 408
 * @param stream the same for bodies that are read line by line, as fast as their lines are done
 */
@ConfigurationProperties("reagent.server")
public record ServerProperties(
        @DefaultValue("2m") Duration idle,
        @DefaultValue("30s") Duration body,
        @DefaultValue("1h") Duration stream) {
    public ServerProperties {
        if (!idle.isPositive() || !body.isPositive() || !stream.isPositive()) {
            throw new IllegalArgumentException("reagent.server: idle, body and stream must be longer than nothing");
        }
    }
}
