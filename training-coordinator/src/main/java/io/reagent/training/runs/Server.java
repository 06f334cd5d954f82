package io.reagent.training.runs;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A server that a run talks to.
 *
 * @param name in the configuration, where its key stands; null for a bare URL that the operator allows: no key is sent
 *     there, and what it answers is not repeated to callers
 * @param url without the protocol's own path
 */
public record Server(@Nullable String name, URI url) {
    /** The name of the one that runs get which name none. */
    public static final String DEFAULT = "default";

    /** Whether the operator named it. */
    public boolean named() {
        return name != null;
    }
}
