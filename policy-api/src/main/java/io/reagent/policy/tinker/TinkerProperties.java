package io.reagent.policy.tinker;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the wire.
 *
 * @param maxBody largest body that is read; a larger one is answered 413
 */
@ConfigurationProperties("reagent.policy.tinker")
record TinkerProperties(@DefaultValue("128MB") DataSize maxBody) {
    TinkerProperties {
        if (maxBody.toBytes() < 1 || maxBody.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("reagent.policy.tinker.max-body must be from 1 B to 2 GB");
        }
    }
}
